"""Quizzes and their bank of questions, which editors write; attempts and answers, which are records."""

from courses.quizzes.models.attempts import Answer, Attempt, ExtraTime
from courses.quizzes.models.pages import BankQuestion, BankQuestionTag, QuizPage

__all__ = ["Answer", "Attempt", "BankQuestion", "BankQuestionTag", "ExtraTime", "QuizPage"]
