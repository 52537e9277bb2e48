"""Who did what to whom, and when: append-only entries."""
