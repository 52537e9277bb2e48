"""No path leads to two live adhesions of a body, or to an enrolled official of a body that never joined."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from courses.adhesion import actions
from courses.adhesion.models import Adhesion, Contact
from courses.adhesion.rules import accepts_itself
from courses.enrolment.models import Enrolment, State
from courses.errors import CoursesError
from tests.factories.adhesion import make_draft
from tests.factories.catalogue import make_small_course
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official

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


class Paths(RuleBasedStateMachine):
    """Forms for two bodies, one of them out of range, through any sequence of verbs, in any number of tabs."""

    def __init__(self) -> None:
        super().__init__()
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
        """An official is active when the body was accepted, in range or with a written exception."""
        for enrolment in Enrolment.objects.filter(state=State.ACTIVE) if hasattr(self, "bodies") else []:
            accepted = Adhesion.objects.filter(
                body=enrolment.body, decided_at__isnull=False, confirmed_at__isnull=False
            )
            assert accepted.exists()

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
