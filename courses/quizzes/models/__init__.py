"""Quizzes, their bank of questions and simulations, which editors write; attempts and plays, which are records."""

from courses.quizzes.models.attempts import Answer, Attempt, ExtraTime
from courses.quizzes.models.pages import BankQuestion, BankQuestionTag, QuizPage
from courses.quizzes.models.plays import Play, Step
from courses.quizzes.models.records import Record
from courses.quizzes.models.simulations import SimulationPage

__all__ = [
    "Answer",
    "Attempt",
    "BankQuestion",
    "BankQuestionTag",
    "ExtraTime",
    "Play",
    "QuizPage",
    "Record",
    "SimulationPage",
    "Step",
]
