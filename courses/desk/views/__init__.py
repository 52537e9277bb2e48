"""The pages of the personal area: one's own, and the body's for its contact."""
