"""Quizzes: questions that officials answer to see what they have learnt. Simulations: scenarios in which they decide."""
