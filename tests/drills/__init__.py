"""Drills with real servers: what no test of a single process can show. `make drill` runs them."""
