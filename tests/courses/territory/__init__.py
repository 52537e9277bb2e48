"""The room `territory`."""
