import pytest

from courses.adhesion.actions import (
    accept_adhesion,
    ask_correction,
    confirm_adhesion,
    record_proof,
    reject_adhesion,
    save_officials,
    send_adhesion,
    start_adhesion,
    withdraw_adhesion,
)
from courses.adhesion.models import Adhesion, Contact, KnownDomain
from courses.adhesion.queries import body_of_contact
from courses.audit.queries import entries_about
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.people.models import Participant, Role
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted, make_draft, make_submitted
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user

pytestmark = pytest.mark.django_db

OFFICIAL = {"given_name": "Ugo", "family_name": "Foscolo", "email": "ugo@x.example", "role": Role.OFFICIAL}


def kinds() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def test_nothing_counts_until_the_contact_presses_the_button() -> None:
    adhesion = send_adhesion(adhesion=make_draft(make_municipal_body()), notice_version="1")

    assert (adhesion.state, kinds()) == (Adhesion.State.DRAFT, ["adhesion.draft", "adhesion.confirm"])


def test_a_confirmed_adhesion_without_proof_waits_and_keeps_the_bodys_data_of_the_day() -> None:
    body = make_municipal_body(name="Faenza", population=58_000, population_year=2023)

    adhesion = make_submitted(body)

    assert (adhesion.state, adhesion.body_name, adhesion.population, adhesion.population_year) == (
        Adhesion.State.SUBMITTED,
        "Faenza",
        58_000,
        2023,
    )
    assert kinds()[-1] == "adhesion.received"


def test_with_proof_it_is_accepted_at_once() -> None:
    body = make_municipal_body()
    KnownDomain.objects.create(body=body, domain="comune.castro.le.it")

    adhesion = make_submitted(body)

    assert (adhesion.state, adhesion.proof, kinds()[-1]) == (
        Adhesion.State.ACCEPTED,
        Adhesion.Proof.DOMAIN,
        "adhesion.accepted",
    )


def test_pressing_the_button_twice_is_pressing_it_once() -> None:
    adhesion = make_submitted(make_municipal_body())

    again = confirm_adhesion(adhesion=Adhesion.objects.get(pk=adhesion.pk))

    assert (again.state, kinds().count("adhesion.received")) == (Adhesion.State.SUBMITTED, 1)


def test_of_two_forms_for_one_body_the_second_is_told() -> None:
    body = make_municipal_body()
    first, second = make_draft(body), make_draft(body)
    for adhesion in (first, second):
        send_adhesion(adhesion=adhesion, notice_version="1")
    confirm_adhesion(adhesion=first)

    with pytest.raises(NotAllowed):
        confirm_adhesion(adhesion=second)


def test_a_proof_that_arrives_later_accepts() -> None:
    adhesion = make_submitted(make_municipal_body())

    record_proof(adhesion=adhesion, proof=Adhesion.Proof.PEC, author=make_user(), note="PEC del 3/12")

    assert adhesion.state == Adhesion.State.ACCEPTED


def test_acceptance_makes_contacts_officials_and_enrols_them_all(course: CoursePage) -> None:
    body = make_municipal_body()
    adhesion = make_draft(
        body,
        deputy_given_name="Dino",
        deputy_family_name="Buzzi",
        deputy_email="d@x.example",
        deputy_role=Role.OFFICIAL,
    )
    save_officials(adhesion=adhesion, officials=[OFFICIAL])
    confirm_adhesion(adhesion=send_adhesion(adhesion=adhesion, notice_version="1"))

    accept_adhesion(adhesion=adhesion, author=make_user())

    people = list(Participant.objects.filter(body=body).order_by("family_name"))
    assert [person.family_name for person in people] == ["Buzzi", "Foscolo", "Neri"]
    assert list(Contact.objects.order_by("is_deputy").values_list("participant__family_name", "is_deputy")) == [
        ("Neri", False),
        ("Buzzi", True),
    ]
    assert Enrolment.objects.filter(participant__in=people, state=State.ACTIVE).count() == 3


def test_who_waited_is_enrolled_when_the_body_joins(course: CoursePage, settings) -> None:
    settings.COURSES_REQUIRE_ADHESION = True
    body = make_municipal_body(population=20_000)
    waiting = make_enrolment(make_official(body), course)
    before = waiting.state

    make_accepted(body)

    waiting.refresh_from_db()
    assert (before, waiting.state) == (State.PENDING, State.ACTIVE)


def test_a_colleague_already_registered_is_not_doubled(course: CoursePage) -> None:
    body = make_municipal_body()
    official = make_official(body, given_name="Ugo", family_name="Foscolo")
    adhesion = make_draft(body)
    save_officials(adhesion=adhesion, officials=[OFFICIAL | {"email": "altra@x.example"}])
    confirm_adhesion(adhesion=send_adhesion(adhesion=adhesion, notice_version="1"))

    accept_adhesion(adhesion=adhesion, author=make_user())

    assert Participant.objects.filter(family_name="Foscolo").get() == official


def test_an_accepted_adhesion_teaches_the_bodys_domain_but_never_a_public_one() -> None:
    make_accepted(make_municipal_body())
    make_accepted(make_municipal_body(), contact_email="carla@gmail.com")

    assert list(KnownDomain.objects.values_list("domain", flat=True)) == ["comune.castro.le.it"]


@pytest.mark.parametrize("population", [400, None])
def test_an_exception_needs_a_written_reason(population: int | None) -> None:
    adhesion = make_submitted(make_municipal_body(population=population))

    with pytest.raises(ReasonMissing):
        accept_adhesion(adhesion=adhesion, author=make_user())
    accept_adhesion(adhesion=adhesion, author=make_user(), exception_reason="Deroga del Ministero")

    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.exception_reason) == (Adhesion.State.ACCEPTED, "Deroga del Ministero")


def test_a_rejection_has_a_reason_and_is_mailed() -> None:
    adhesion = make_submitted(make_municipal_body())

    with pytest.raises(ReasonMissing):
        reject_adhesion(adhesion=adhesion, reason=" ", author=make_user())
    reject_adhesion(adhesion=adhesion, reason="Non è un ente", author=make_user())

    letter = Letter.objects.get(kind="adhesion.rejected")
    assert (adhesion.state, "Non è un ente" in letter.text) == (Adhesion.State.REJECTED, True)


def test_after_a_rejection_the_body_may_try_again() -> None:
    body = make_municipal_body()
    reject_adhesion(adhesion=make_submitted(body), reason="Manca la firma", author=make_user())

    assert make_submitted(body).state == Adhesion.State.SUBMITTED


def test_a_correction_loses_nothing_and_is_sent_again() -> None:
    adhesion = make_draft(make_municipal_body())
    save_officials(adhesion=adhesion, officials=[OFFICIAL])
    confirm_adhesion(adhesion=send_adhesion(adhesion=adhesion, notice_version="1"))

    ask_correction(adhesion=adhesion, reason="Manca la PEC", author=make_user())
    again = confirm_adhesion(adhesion=send_adhesion(adhesion=adhesion, notice_version="1"))

    assert (again.state, adhesion.officials.count()) == (Adhesion.State.SUBMITTED, 1)


def test_a_body_that_leaves_has_no_contact_and_keeps_its_enrolments(course: CoursePage) -> None:
    body = make_municipal_body(population=20_000)
    adhesion = make_accepted(body)
    enrolled = Enrolment.objects.filter(body=body).count()

    withdraw_adhesion(adhesion=adhesion, reason="Delibera di recesso", author=make_user())

    assert (Contact.objects.filter(until__isnull=True).count(), Enrolment.objects.filter(body=body).count()) == (
        0,
        enrolled,
    )


def test_two_deciders_the_second_is_told() -> None:
    adhesion = make_submitted(make_municipal_body())
    in_another_tab = Adhesion.objects.get(pk=adhesion.pk)
    accept_adhesion(adhesion=adhesion, author=make_user())

    with pytest.raises(StaleState):
        reject_adhesion(adhesion=in_another_tab, reason="No", author=make_user())


def test_every_decision_leaves_its_author_in_the_trail() -> None:
    author = make_user()
    adhesion = make_submitted(make_municipal_body())

    accept_adhesion(adhesion=adhesion, author=author)

    entry = entries_about(adhesion).first()
    assert (entry.action, entry.author) == ("adhesion.accept", author)


def test_nobody_starts_a_form_for_a_body_that_has_joined() -> None:
    body = make_municipal_body()
    make_accepted(body)

    with pytest.raises(NotAllowed):
        start_adhesion(body=body)


def test_the_contact_acts_for_the_body_and_for_no_other() -> None:
    body, other = make_municipal_body(), make_municipal_body()
    adhesion = make_accepted(body)
    make_accepted(other, contact_given_name="Altra")
    contact = Contact.objects.get(body=adhesion.body).participant
    contact.user = make_user()
    contact.save()

    assert body_of_contact(contact.user) == body
