"""What fills in the addresses of quizzes and simulations."""

from typing import Any

from tests.factories.quizzes import make_attempt, make_bank_question, make_quiz
from tests.factories.simulations import make_play, make_simulation
from tests.factories.world import World


def give_quiz(world: World) -> None:
    """A quiz with a limit of time and a simulation, begun by the participant; a question of the bank."""
    things = world.things
    things.quiz = make_quiz(things.module, "quiz", time_limit=600)
    things.attempt = make_attempt(things.participant_enrolment, things.quiz)
    things.simulation = make_simulation(things.module)
    things.play = make_play(things.participant_enrolment, things.simulation)
    things.bank_question = make_bank_question("Banca", "rete")


def blanks_of_quizzes(world: World) -> dict[str, dict[str, Any]]:
    """The quiz, the participant's attempt, the question."""
    attempt, quiz = {"pk": world.attempt.pk}, {"key": world.quiz.translation_key}
    simulation = {"key": world.simulation.translation_key}
    return {
        **{f"courses:quiz_{page}": attempt for page in ("review", "without_limit", "result")},
        "courses:quiz_question": attempt | {"number": 1},
        "courses:quiz_start": quiz,
        "courses:simulation_start": simulation,
        **{f"courses:simulation_{page}": {"pk": world.play.pk} for page in ("play", "result")},
        "courses_simulation_check": {"pk": world.simulation.pk},
        "courses_quiz_figures": quiz,
        "courses_quiz_file": quiz | {"file_format": "csv"},
        "courses_simulation_figures": simulation,
        "courses_simulation_file": simulation | {"file_format": "csv"},
    }


def spaces_of_the_bank(world: World) -> dict[str, dict[str, Any]]:
    """Wagtail's own screens of the bank."""
    spaces = ("wagtailsnippets_courses_bankquestion", "wagtailsnippetchoosers_courses_bankquestion")
    return {space: {"pk": world.bank_question.pk} for space in spaces}
