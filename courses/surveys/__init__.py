"""Questionnaires: asked of those who were there, answered without a trace of who answered what."""
