"""No path leads to two live adhesions of a body, or to an enrolled official whose body has not joined, if no exception
is written."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from courses.adhesion import actions
from courses.adhesion.models import Adhesion, Contact
from courses.adhesion.rules import accepts_itself
from courses.enrolment.actions import change_state, enrol_by_secretariat, judge_again
from courses.enrolment.models import Enrolment, State
from courses.errors import CoursesError
from courses.officials.actions import confirm_colleague, name_official
from courses.people.actions import move_participant
from courses.people.models import Participant, Role
from tests.factories.adhesion import make_draft
from tests.factories.catalogue import make_small_course
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user

VERBS = {
    "send": lambda adhesion: actions.send_adhesion(adhesion=adhesion, notice_version="1"),
    "confirm": lambda adhesion: actions.confirm_adhesion(adhesion=adhesion),
    "prove": lambda adhesion: actions.record_proof(adhesion=adhesion, proof=Adhesion.Proof.PEC, author=None),
    "accept": lambda adhesion: actions.accept_adhesion(adhesion=adhesion, author=None),
    "except": lambda adhesion: actions.accept_adhesion(adhesion=adhesion, author=None, exception_reason="Deroga"),
    "reject": lambda adhesion: actions.reject_adhesion(adhesion=adhesion, reason="No", author=None),
    "correct": lambda adhesion: actions.ask_correction(adhesion=adhesion, reason="Manca", author=None),
    "withdraw": lambda adhesion: actions.withdraw_adhesion(adhesion=adhesion, reason="Basta", author=None),
}
REASON = "Prova"
DECISIONS = {
    "activate": lambda enrolment: change_state(enrolment=enrolment, state=State.ACTIVE, reason=REASON, author=None),
    "suspend": lambda enrolment: change_state(enrolment=enrolment, state=State.SUSPENDED, reason=REASON, author=None),
    "withdraw": lambda enrolment: change_state(enrolment=enrolment, state=State.WITHDRAWN, reason=REASON, author=None),
    "confirm": lambda enrolment: confirm_colleague(enrolment=enrolment, author=make_user()),
}


class Paths(RuleBasedStateMachine):
    """Forms for two bodies, one of them out of range, through any sequence of verbs, in any number of tabs."""

    def __init__(self) -> None:
        super().__init__()
        self.started: set[int] = set()  # enrolments that have been active
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()

    def teardown(self) -> None:
        """Each path starts from an empty database."""
        transaction.set_rollback(True)
        self.sandbox.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """A course, two bodies, an official of each who registered by themselves."""
        self.course = make_small_course(lessons=1)
        self.bodies = [make_municipal_body(population=20_000), make_municipal_body(population=400)]
        self.waiting = [make_enrolment(make_official(body), self.course) for body in self.bodies]

    @rule(which=st.integers(0, 1))
    def fill_a_form(self, which: int) -> None:
        """Somebody begins."""
        self.quietly(lambda: make_draft(self.bodies[which]))

    @rule(verb=st.sampled_from(sorted(VERBS)), place=st.integers(0, 5), stale=st.booleans())
    def act(self, verb: str, place: int, stale: bool) -> None:
        """Somebody acts on a form, perhaps on one read long ago."""
        forms = list(Adhesion.objects.order_by("pk"))
        if place >= len(forms):
            return
        adhesion = forms[place]
        if stale:
            adhesion.state = Adhesion.State.SUBMITTED
        self.quietly(lambda: VERBS[verb](adhesion))

    @rule(which=st.integers(0, 1))
    def register(self, which: int) -> None:
        """Somebody of the body registers."""
        make_enrolment(make_official(self.bodies[which]), self.course)

    @rule(which=st.integers(0, 1), name=st.sampled_from(("Ada", "Ida")))
    def name(self, which: int, name: str) -> None:
        """The contact, or who was the contact until yesterday, names a colleague."""
        person = {"given_name": name, "family_name": "Negri", "email": "", "role": Role.OFFICIAL}
        self.quietly(lambda: name_official(body=self.bodies[which], author=make_user(), **person))

    @rule(place=st.integers(0, 5), reason=st.sampled_from(("", REASON)))
    def enrol_by_secretariat(self, place: int, reason: str) -> None:
        """With and without a written exception."""
        people = list(Participant.objects.order_by("pk"))
        person = people[place % len(people)]
        enrolling = {"participant": person, "course": self.course, "exception_reason": reason}
        self.quietly(lambda: enrol_by_secretariat(**enrolling, author=None))

    @rule(verb=st.sampled_from(sorted(DECISIONS)), place=st.integers(0, 5))
    def decide(self, verb: str, place: int) -> None:
        """Secretariat or contact decide on an enrolment."""
        enrolments = list(Enrolment.objects.order_by("pk"))
        self.quietly(lambda: DECISIONS[verb](enrolments[place % len(enrolments)]))

    @rule(place=st.integers(0, 5), which=st.integers(0, 1))
    def change_body(self, place: int, which: int) -> None:
        """Somebody goes to work for the other body, or says that they always did."""
        people = list(Participant.objects.order_by("pk"))
        person, body = people[place % len(people)], self.bodies[which]
        self.quietly(lambda: move_participant(participant=person, body=body, role=person.role, author=None))
        self.quietly(lambda: judge_again(participant=person, author=None))

    @staticmethod
    def quietly(act) -> None:
        """A refusal is an answer."""
        with suppress(CoursesError), transaction.atomic():
            act()

    @invariant()
    def one_live_adhesion_per_body(self) -> None:
        """Whatever happened."""
        for body in getattr(self, "bodies", []):
            assert Adhesion.objects.filter(body=body, state__in=Adhesion.LIVE).count() <= 1

    @invariant()
    def enrolled_only_after_an_acceptance(self) -> None:
        """Who starts does so while the body's adhesion is accepted, or by an exception that is written."""
        for enrolment in Enrolment.objects.filter(state=State.ACTIVE).exclude(pk__in=self.started):
            accepted = Adhesion.objects.filter(body=enrolment.body, state=Adhesion.State.ACCEPTED)
            assert enrolment.exception_reason or accepted.exists()
            self.started.add(enrolment.pk)

    @invariant()
    def contacts_act_only_for_bodies_that_joined(self) -> None:
        """And an exception is always written."""
        for contact in Contact.objects.filter(until__isnull=True):
            adhesion = Adhesion.objects.get(body=contact.body, state=Adhesion.State.ACCEPTED)
            assert adhesion.exception_reason or accepts_itself(adhesion) or adhesion.body == self.bodies[0]


@pytest.mark.django_db
def test_no_path_breaks_the_rules(settings) -> None:
    settings.COURSES_REQUIRE_ADHESION = True

    run_state_machine_as_test(
        Paths, settings=hypothesis_settings(max_examples=20, stateful_step_count=20, deadline=None)
    )
