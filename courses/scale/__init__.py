"""A whole programme made up to measure with; never in production."""
