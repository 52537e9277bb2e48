"""Who comes from a registration finds the form filled in with their body and their name."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from courses.adhesion.models import Adhesion
from courses.adhesion.queries import form_address
from courses.territory.models import Body
from tests.courses.adhesion.addresses import step
from tests.factories.adhesion import make_accepted, make_submitted
from tests.factories.people import make_municipal_body, make_official
from tests.factories.territory import make_body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("joined", [True, False])
def test_who_names_a_body_that_joined_is_led_to_register_and_keeps_what_they_typed(
    client: Client, settings, joined: bool
) -> None:
    settings.COURSES_SIGN_UP_URL = "/registrati-qui/"
    body = make_municipal_body(name="Castro", population=20_000)
    make_accepted(body) if joined else make_submitted(body)

    answer = client.post(reverse("courses:adhesion"), {"municipality_name": "Castro (LE)"})

    text = answer.content.decode()
    assert ("/registrati-qui/" in text, 'value="Castro (LE)"' in text) == (joined, True)


@pytest.fixture(autouse=True)
def no_counters() -> None:
    cache.clear()


def initial(client: Client, address: str) -> dict[str, str]:
    form = client.get(address).context["form"]
    return {field.name: str(field.value() or "") for field in form.visible_fields()}


def test_a_municipality_is_filled_in_by_its_code(client: Client) -> None:
    body = make_municipal_body(name="Castro", population=20_000)

    assert initial(client, form_address(body))["municipality_name"] == str(body.municipality)


def test_another_body_is_filled_in_by_kind_seat_and_name(client: Client) -> None:
    body = make_body(kind=Body.Kind.UNION, name="Unione Valle del Savio")

    values = initial(client, form_address(body))

    assert (values["kind"], values["name"], values["province"]) == (body.kind, body.name, body.province_id or "")


def test_a_name_may_stand_in_the_address_too(client: Client) -> None:
    assert initial(client, "/adesione/?comune=Castro (LE)")["municipality_name"] == "Castro (LE)"


@pytest.mark.parametrize("odd", ["Z999", "d458", "\x00", "x" * 5_000, "\ud800", "<b>"])
def test_odd_addresses_show_the_form_all_the_same(client: Client, odd: str) -> None:
    odd = odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for address in ({"comune": odd}, {"tipo": "sovracomunale", "forma": odd, "provincia": odd, "nome": odd}):
        assert client.get("/adesione/", address).status_code == 200


def test_who_is_signed_in_is_proposed_as_the_contact(client: Client) -> None:
    official = make_official(make_municipal_body(name="Castro"), given_name="Lia", family_name="Neri")
    client.force_login(official.user)
    client.post(form_address(official.body), {"municipality_name": str(official.body.municipality)})

    values = initial(client, step(Adhesion.objects.get(), "referente"))

    names = ("contact_given_name", "contact_family_name", "contact_role", "contact_email")
    assert [values[name] for name in names] == ["Lia", "Neri", official.role, official.email]


def test_nobody_is_proposed_for_another_body(client: Client) -> None:
    other = make_municipal_body(name="Livo")
    client.force_login(make_official(make_municipal_body(name="Castro")).user)
    client.post(form_address(other), {"municipality_name": str(other.municipality)})

    assert initial(client, step(Adhesion.objects.get(), "referente"))["contact_email"] == ""
