"""The site's settings and address table."""
