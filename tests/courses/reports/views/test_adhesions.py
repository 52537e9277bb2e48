"""The secretariat decides on adhesions, one by one."""

from typing import Any

import pytest
from django.test import Client

from courses.adhesion.actions import reject_adhesion
from courses.adhesion.models import Adhesion, Contact
from courses.audit.queries import entries_about
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted, make_submitted
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db

State = Adhesion.State
VERBS = ("accept", "reject", "correction", "withdraw", "proof", "protocol", "contest", "settle", "reassign")
NEW = {"given_name": "Ugo", "family_name": "Sala", "email": "ugo@comune.example", "role": "official", "phone": ""}


@pytest.fixture
def adhesion() -> Adhesion:
    """To be decided, of a body in range, without proof."""
    return make_submitted(make_municipal_body())


def address(adhesion: Adhesion, verb: str) -> str:
    return f"/admin/courses/adhesion/{adhesion.pk}/{verb}/"


def send(desk: Client, adhesion: Adhesion, verb: str, **data: str) -> Any:
    seen = desk.get(address(adhesion, verb)).context["form"]["seen"].value()
    return desk.post(address(adhesion, verb), {"seen": seen} | data)


@pytest.mark.parametrize(
    ("verb", "state", "action"),
    [
        ("accept", State.ACCEPTED, "adhesion.accept"),
        ("reject", State.REJECTED, "adhesion.reject"),
        ("correction", State.DRAFT, "adhesion.ask_correction"),
        ("withdraw", State.WITHDRAWN, "adhesion.withdraw"),
    ],
)
def test_a_decision_changes_the_state_and_names_its_author(
    desk: Client, secretary, adhesion: Adhesion, verb: str, state: str, action: str
) -> None:
    response = send(desk, adhesion, verb, reason="Una ragione")

    adhesion.refresh_from_db()
    entry = entries_about(adhesion)[0]
    assert response.url == f"/admin/courses/adhesion/inspect/{adhesion.pk}/"
    assert (adhesion.state, entry.action, entry.author) == (state, action, secretary)


@pytest.mark.parametrize("verb", ["reject", "correction"])
def test_the_reason_reaches_the_contact(desk: Client, adhesion: Adhesion, verb: str) -> None:
    send(desk, adhesion, verb, reason="Manca la PEC")

    letter = Letter.objects.first()
    assert (letter.recipient, "Manca la PEC" in letter.text) == (adhesion.contact_email, True)


@pytest.mark.parametrize("verb", ["reject", "correction", "withdraw", "contest", "reassign"])
def test_without_a_reason_nothing_changes_and_the_field_says_so(desk: Client, adhesion: Adhesion, verb: str) -> None:
    response = send(desk, adhesion, verb, reason="  ", **NEW)

    before = adhesion.state
    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.contested, list(response.context["form"].errors)) == (before, False, ["reason"])


def test_in_range_nothing_is_asked_and_out_of_range_the_reason_of_the_exception(desk: Client) -> None:
    inside, outside = (make_submitted(make_municipal_body(population=people)) for people in (20_000, 400))

    plain = desk.get(address(inside, "accept"))
    refused = send(desk, outside, "accept")
    accepted = send(desk, outside, "accept", exception_reason="Deciso dal comitato")

    outside.refresh_from_db()
    assert "exception_reason" not in plain.context["form"].fields
    assert list(refused.context["form"].errors) == ["exception_reason"]
    assert (accepted.status_code, outside.state, outside.exception_reason) == (
        302,
        State.ACCEPTED,
        "Deciso dal comitato",
    )


@pytest.mark.parametrize("verb", ["accept", "reject", "correction"])
def test_what_makes_no_sense_is_refused_before_anything_is_typed(desk: Client, verb: str) -> None:
    adhesion = make_accepted(make_municipal_body())

    response = desk.get(address(adhesion, verb), follow=True)

    assert (response.redirect_chain[0][1], len(list(response.context["messages"]))) == (302, 1)


def test_a_form_sent_twice_decides_once(desk: Client, adhesion: Adhesion) -> None:
    data = {"seen": desk.get(address(adhesion, "reject")).context["form"]["seen"].value(), "reason": "Prova"}

    answers = [desk.post(address(adhesion, "reject"), data).status_code for _ in range(2)]

    assert (answers, entries_about(adhesion).filter(action="adhesion.reject").count()) == ([302, 302], 1)


def test_the_second_of_two_tabs_is_told_and_loses_nothing(desk: Client, adhesion: Adhesion) -> None:
    page = address(adhesion, "accept")
    seen = desk.get(page).context["form"]["seen"].value()
    reject_adhesion(adhesion=adhesion, reason="Prova", author=None)

    response = desk.post(page, {"seen": seen})

    adhesion.refresh_from_db()
    assert (adhesion.state, len(response.context["form"].non_field_errors())) == (State.REJECTED, 1)


def test_a_proof_that_arrives_may_accept(desk: Client, adhesion: Adhesion) -> None:
    send(desk, adhesion, "proof", proof="pec", note="Messaggio del 5 maggio")

    adhesion.refresh_from_db()
    entry = entries_about(adhesion).get(action="adhesion.proof")
    assert (adhesion.state, adhesion.proof, entry.reason) == (State.ACCEPTED, "pec", "Messaggio del 5 maggio")


@pytest.mark.parametrize("proof", ["", "domain", "signed_form", "x"])
def test_only_what_a_person_checks_is_recorded_by_hand(desk: Client, adhesion: Adhesion, proof: str) -> None:
    response = send(desk, adhesion, "proof", proof=proof)

    assert list(response.context["form"].errors) == ["proof"]


def test_of_a_rejected_adhesion_nothing_is_proven(desk: Client, adhesion: Adhesion) -> None:
    reject_adhesion(adhesion=adhesion, reason="Prova", author=None)

    assert desk.get(address(adhesion, "proof")).status_code == 302


def test_the_protocol_number_is_written_and_taken_away(desk: Client, adhesion: Adhesion) -> None:
    written = []
    for protocol in ("1234 del 5 maggio 2026", ""):
        send(desk, adhesion, "protocol", protocol=protocol)
        adhesion.refresh_from_db()
        written.append(adhesion.protocol)

    assert written == ["1234 del 5 maggio 2026", ""]


def test_a_doubt_is_marked_and_settled(desk: Client, adhesion: Adhesion) -> None:
    seen = []
    for verb in ("contest", "settle"):
        send(desk, adhesion, verb, reason="Ha telefonato il sindaco")
        adhesion.refresh_from_db()
        seen.append(adhesion.contested)

    assert seen == [True, False]


def test_another_contact_takes_over(desk: Client) -> None:
    adhesion = make_accepted(make_municipal_body())

    send(desk, adhesion, "reassign", reason="In pensione", **NEW)

    adhesion.refresh_from_db()
    assert adhesion.contact_email == "ugo@comune.example"
    assert Contact.objects.get(until=None).participant.full_name == "Ugo Sala"


def test_what_a_form_does_not_ask_is_ignored(desk: Client, adhesion: Adhesion) -> None:
    send(desk, adhesion, "protocol", protocol="1", state="accepted", proof="pec", contact_email="x@example.com")

    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.proof, adhesion.contact_email) == (
        State.SUBMITTED,
        "",
        "carla@comune.castro.le.it",
    )


@pytest.mark.parametrize("verb", VERBS)
def test_editors_get_the_same_403_for_what_exists_and_what_does_not(
    outsider: Client, adhesion: Adhesion, verb: str
) -> None:
    pages = [f"/admin/courses/adhesion/{pk}/{verb}/" for pk in (adhesion.pk, 999999)]

    answers = [ask(page).status_code for page in pages for ask in (outsider.get, outsider.post)]

    adhesion.refresh_from_db()
    assert (answers, adhesion.state) == ([403] * 4, State.SUBMITTED)


@pytest.mark.parametrize("verb", VERBS)
def test_a_get_changes_nothing_and_what_does_not_exist_is_404(desk: Client, adhesion: Adhesion, verb: str) -> None:
    desk.get(address(adhesion, verb), {"reason": "x", "seen": "x", "proof": "pec"})

    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.proof, adhesion.contested) == (State.SUBMITTED, "", False)
    assert desk.get(f"/admin/courses/adhesion/999999/{verb}/").status_code == 404
