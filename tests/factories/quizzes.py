"""Quizzes with every kind of question, and attempts made as the product makes them."""

from datetime import datetime
from typing import Any

from wagtail.models import Page

from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment
from courses.quizzes.actions import begin, hand_in, save_answer
from courses.quizzes.models import Attempt, BankQuestion, QuizPage
from tests.factories.catalogue import add

NOWHERE = {"lesson": None, "section": ""}


def options(*texts: str, right: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
    """Answers to choose, of which some places are right."""
    return [
        {"text": text, "right": place in right, "feedback": f"Hai scelto {text}."} for place, text in enumerate(texts)
    ]


def question(kind: str, text: str = "Chi programma i servizi?", **value: Any) -> dict[str, Any]:
    """One question as the editor's form sends it."""
    common: dict[str, Any] = {"text": f"<p>{text}</p>", "reference": NOWHERE}
    if kind != "open":
        common |= {"marks": 1, "feedback": "<p>Lo dice la legge 328.</p>"}
    return {"type": kind, "value": common | value}


def single(text: str = "Chi programma i servizi?", **value: Any) -> dict[str, Any]:
    """One right answer: the first."""
    return question("single", text, **{"options": options("I Comuni", "Lo Stato", "Le Province")} | value)


def one_of_each() -> list[dict[str, Any]]:
    """Eight questions, one of each kind, in the order of the editor's list."""
    pairs = [{"left": "Comune", "right": "titolare"}, {"left": "Prefettura", "right": "Governo sul territorio"}]
    tables = options("ASL", "Scuola", "Nessuno", right=(0, 1))
    return [
        single(),
        question("multiple", "Chi siede al tavolo?", options=tables, rule="part"),
        question("truefalse", "Il Piano di zona è del Comune.", right="false"),
        question("matching", "Chi fa che cosa?", pairs=pairs, others=["ente gestore"], rule="part"),
        question("ordering", "In che ordine?", items=["bisogno", "progetto", "servizio"], rule="part"),
        question("numeric", "Quanti abitanti per assistente sociale?", value="5000", tolerance="0", unit="abitanti"),
        question("short", "Come si chiama il piano?", accepted=["piano di zona", "PdZ"]),
        question("open", "Che cosa cambieresti?", model_answer="<p>Per esempio, l'orario.</p>"),
    ]


def make_quiz(module: Page, slug: str = "quiz", questions: list[dict[str, Any]] | None = None, **over: Any) -> QuizPage:
    """A published quiz of one question of one right answer, unless told otherwise; nothing is shuffled."""
    values = {
        **{"title": f"Quiz {slug}", "slug": slug, "summary": "Che cosa hai imparato.", "shuffle_options": False},
        "questions": QuizPage._meta.get_field("questions").stream_block.to_python(questions or [single()]),
    }
    return add(module, QuizPage(**values | over))


def make_bank_question(
    title: str = "Domanda", *topics: str, asked: dict[str, Any] | None = None, **over: Any
) -> BankQuestion:
    """A question of the bank on some topics."""
    block = BankQuestion._meta.get_field("question").stream_block
    made = BankQuestion(title=title, question=block.to_python([asked or single(f"<b>{title}</b>")]), **over)
    made.tags.add(*topics)
    made.save()
    return made


def activity_of(page: QuizPage) -> Activity:
    """The activity that a quiz is."""
    return Activity.objects.select_related("page", "module", "course").get(page=page.pk)


def make_attempt(enrolment: Enrolment, page: QuizPage, now: datetime | None = None) -> Attempt:
    """The person begins."""
    person = enrolment.participant
    return begin(participant=person, activity=activity_of(page), page=page, author=person.user, now=now)


def right_answer(asked: dict[str, Any]) -> Any:
    """What earns all the marks of a frozen question."""
    kind = asked["kind"]
    if kind in ("single", "truefalse"):
        return next(one["id"] for one in asked["options"] if one["right"])
    if kind == "multiple":
        return [one["id"] for one in asked["options"] if one["right"]]
    if kind == "ordering":
        return {item: place for place, item in enumerate(asked["answer"], start=1)}
    return {
        **{"matching": asked.get("answer"), "numeric": asked.get("value"), "open": "Un pensiero."},
        "short": asked.get("accepted", [""])[0],
    }[kind]


def answer_all(attempt: Attempt, **over: Any) -> Attempt:
    """All right but what is given by kind, then handed in."""
    for asked in attempt.questions:
        given = over.get(asked["kind"], right_answer(asked))
        save_answer(attempt=attempt, question=asked["id"], given=given)
    return hand_in(attempt=attempt, author=attempt.participant.user)
