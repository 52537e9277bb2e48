"""The room `keeping`."""
