import pytest

from courses.adhesion.models import Adhesion, KnownDomain
from courses.adhesion.rules import PUBLIC_DOMAINS, accepts_itself, is_learnable, may_go, may_join, proof_of, wanting
from tests.factories.adhesion import make_accepted, make_draft, make_submitted
from tests.factories.people import make_municipal_body
from tests.factories.territory import make_body

pytestmark = pytest.mark.django_db

State = Adhesion.State


@pytest.mark.parametrize(
    ("now", "reachable"),
    [
        (State.DRAFT, {State.SUBMITTED}),
        (State.SUBMITTED, {State.ACCEPTED, State.REJECTED, State.DRAFT, State.WITHDRAWN}),
        (State.ACCEPTED, {State.WITHDRAWN}),
        (State.REJECTED, set()),
        (State.WITHDRAWN, set()),
    ],
)
def test_an_adhesion_goes_only_where_it_makes_sense(now: str, reachable: set) -> None:
    assert {state for state in State if may_go(Adhesion(state=now), state)} == reachable


def test_a_second_comer_is_told_that_the_body_joined_and_nothing_of_its_contact() -> None:
    body = make_municipal_body()
    make_accepted(body)

    answer = may_join(body)

    assert (answer.allowed, "Neri" in answer.reason, "carla@" in answer.reason) == (False, False, False)


def test_a_body_whose_adhesion_is_being_checked_does_not_join_again() -> None:
    body = make_municipal_body()
    make_submitted(body)

    assert not may_join(body)


def test_an_unsent_form_keeps_nobody_from_joining() -> None:
    body = make_municipal_body()
    make_draft(body)

    assert may_join(body)


def test_a_typed_name_proves_nothing() -> None:
    assert proof_of(make_draft(make_municipal_body())) == Adhesion.Proof.NONE


def test_an_address_of_the_bodys_own_domain_is_proof() -> None:
    body = make_municipal_body()
    KnownDomain.objects.create(body=body, domain="comune.castro.le.it")

    assert proof_of(make_draft(body)) == Adhesion.Proof.DOMAIN


def test_the_domain_of_one_body_proves_nothing_for_another() -> None:
    KnownDomain.objects.create(body=make_municipal_body(), domain="comune.castro.le.it")

    assert proof_of(make_draft(make_municipal_body())) == Adhesion.Proof.NONE


@pytest.mark.parametrize(
    ("population", "contested", "switch", "expected"),
    [
        (20_000, False, True, True),
        (400, False, True, False),
        (20_000, True, True, False),
        (20_000, False, False, False),
    ],
)
def test_an_adhesion_accepts_itself_with_proof_in_range_and_uncontested(
    settings, population: int, contested: bool, switch: bool, expected: bool
) -> None:
    settings.COURSES_ACCEPT_ADHESIONS = switch
    adhesion = make_draft(make_municipal_body(population=population))
    adhesion.proof, adhesion.contested = Adhesion.Proof.PEC, contested

    assert accepts_itself(adhesion) is expected


def test_supra_municipal_bodies_have_no_range() -> None:
    adhesion = make_draft(make_body())
    adhesion.proof = Adhesion.Proof.SIGNED_FORM

    assert accepts_itself(adhesion)


@pytest.mark.parametrize("domain", ["gmail.com", "libero.it", "pec.it", "localhost", ""])
def test_a_domain_of_everybody_is_never_learnt(domain: str) -> None:
    assert not is_learnable(domain)


def test_public_domains_are_written_as_domains() -> None:
    assert all(domain == domain.lower() and "." in domain for domain in PUBLIC_DOMAINS)


def test_what_is_missing_is_named_step_by_step() -> None:
    assert len(wanting(Adhesion())) == 2
    assert wanting(make_draft(make_municipal_body())) == []
