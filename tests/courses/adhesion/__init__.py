"""The room `adhesion`."""
