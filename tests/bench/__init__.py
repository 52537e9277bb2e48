"""Measurements beside their yardsticks, in the same run: `make bench`. Never timed tests."""
