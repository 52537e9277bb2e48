"""Quizzes: questions by which officials see what they have learnt. Simulations: scenarios in which they decide."""
