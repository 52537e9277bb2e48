"""Certificates: issued once, frozen, numbered, and verified by whoever holds one."""
