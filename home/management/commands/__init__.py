"""The commands that load the content."""
