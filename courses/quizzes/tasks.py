"""What is due at every tick: attempts whose time is up are handed in with what was saved."""

from datetime import datetime

from courses.quizzes.actions import hand_in_overdue


def tick(now: datetime) -> str:
    """Do what is due; what to say in the log."""
    return f"attempts handed in because their time was up: {hand_in_overdue(now)}"
