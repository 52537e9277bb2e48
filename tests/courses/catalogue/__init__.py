"""The room `catalogue`."""
