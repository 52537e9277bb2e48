"""Loads the starting content from `home/content/`: what is missing is created, nothing is ever overwritten."""
