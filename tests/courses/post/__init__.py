"""The room `post`."""
