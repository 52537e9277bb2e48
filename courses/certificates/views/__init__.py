"""The public pages of certificates."""
