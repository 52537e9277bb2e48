"""Participants: the officials of the bodies, with or without an account."""
