"""Journeys of real people in a real browser."""
