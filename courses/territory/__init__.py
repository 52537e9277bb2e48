"""Regions, provinces, municipalities and the bodies that take part."""
