"""The room `progress`."""
