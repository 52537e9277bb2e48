"""Training days and webinars: pages that say what they are about, and their events with date, place and seats."""
