"""What each participant has done, and when a course is completed."""
