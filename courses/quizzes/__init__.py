"""Quizzes: questions that officials answer to see what they have learnt, and a pass that completes the activity."""
