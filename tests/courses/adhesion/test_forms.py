"""The forms of the scheda di adesione."""

import pytest

from courses.adhesion.forms import ContactForm, OfficialForm, SupraMunicipalBodyForm
from courses.territory.models import Body
from courses.territory.rules import kind_of_province, name_of_province
from tests.factories.adhesion import CONTACT
from tests.factories.territory import make_body, make_province

pytestmark = pytest.mark.django_db
UNION = {"kind": "union", "province": "LE"}


@pytest.fixture(autouse=True)
def provinces() -> None:
    for sigla in ("LE", "NA", "BZ", "CA"):
        make_province(sigla)


@pytest.fixture
def union() -> Body:
    return make_body(name="Unione dei Comuni del Sole", province=make_province("LE"))


def supra(**data: str) -> SupraMunicipalBodyForm:
    return SupraMunicipalBodyForm(UNION | data)


def names(kind: str, sigla: str) -> str:
    form = SupraMunicipalBodyForm({"kind": kind, "province": sigla, "name": ""})
    assert form.is_valid(), form.errors
    return form.body().name


@pytest.mark.parametrize(
    ("kind", "sigla", "name"),
    [
        ("province", "LE", "Provincia di Lecce"),
        ("province", "BZ", "Provincia autonoma di Bolzano/Bozen"),
        ("metropolitan_city", "NA", "Città metropolitana di Napoli"),
    ],
)
def test_provinces_and_metropolitan_cities_come_from_the_data(kind: str, sigla: str, name: str) -> None:
    assert (names(kind, sigla), names(kind, sigla)) == (name, name)
    assert Body.objects.count() == 1


@pytest.mark.parametrize(("kind", "sigla"), [("province", "NA"), ("metropolitan_city", "LE")])
def test_a_province_of_the_other_kind_is_explained(kind: str, sigla: str) -> None:
    form = SupraMunicipalBodyForm({"kind": kind, "province": sigla})

    assert (form.is_valid(), set(form.errors)) == (False, {"kind"})


def test_where_there_is_no_province_none_is_made() -> None:
    make_province("LE").region.provinces.create(sigla="AO", name="Valle d'Aosta")

    form = SupraMunicipalBodyForm({"kind": "province", "province": "AO"})

    assert (form.is_valid(), set(form.errors), Body.objects.count()) == (False, {"province"}, 0)


@pytest.mark.parametrize("sigla", ["LE", "NA", "BZ"])
def test_every_province_has_a_name_of_its_kind(sigla: str) -> None:
    province = make_province(sigla)

    assert name_of_province(province).split()[0] == {"LE": "Provincia", "NA": "Città", "BZ": "Provincia"}[sigla]
    assert kind_of_province(province) in ("province", "metropolitan_city")


def test_a_new_union_is_made_with_the_name_as_written() -> None:
    form = supra(name="  Unione  Terre d'Acaya ")

    assert form.is_valid()
    assert form.body().name == "Unione Terre d'Acaya"


@pytest.mark.parametrize("typed", ["unione dei comuni DEL SOLE", "Unione Sole", "Unione Comuni «Sole»"])
def test_a_name_that_is_there_already_is_asked_about(union: Body, typed: str) -> None:
    form = supra(name=typed)

    assert (form.is_valid(), form.alike) == (False, [union])
    assert str(union.pk) in str(form["existing"])


def test_it_was_this_one(union: Body) -> None:
    form = supra(name="Unione Sole", existing=str(union.pk))

    assert form.is_valid()
    assert (form.body(), Body.objects.count()) == (union, 1)


def test_the_very_same_name_asks_nothing(union: Body) -> None:
    form = supra(name=union.name)

    assert form.is_valid()
    assert form.body() == union


def test_it_was_another_one(union: Body) -> None:
    form = supra(name="Unione Valle del Sole", existing="another")

    assert form.is_valid()
    assert form.body() != union


def test_another_one_must_have_a_name_that_tells_it_apart(union: Body) -> None:
    assert not supra(name="UNIONE DEI COMUNI DEL SOLE", existing="another").is_valid()


def test_a_body_of_another_province_or_kind_is_not_asked_about(union: Body) -> None:
    assert SupraMunicipalBodyForm({"kind": "union", "province": "CA", "name": "Unione del Sole"}).is_valid()
    assert SupraMunicipalBodyForm({"kind": "area", "province": "LE", "name": "Ambito del Sole"}).is_valid()


@pytest.mark.parametrize("name", ["", "  ", "«»"])
def test_a_union_needs_a_name(name: str) -> None:
    assert set(supra(name=name).errors) == {"name"}


def test_a_contact_without_deputy_is_enough() -> None:
    form = ContactForm(CONTACT)

    assert form.is_valid()
    assert form.contact_data()["deputy_email"] == ""


def test_a_deputy_is_named_in_full_or_not_at_all() -> None:
    form = ContactForm(CONTACT | {"deputy_email": "vice@comune.it"})

    assert set(form.errors) == {"deputy_given_name", "deputy_family_name", "deputy_role"}


def test_an_official_may_have_no_address_and_must_have_a_role() -> None:
    person = {"given_name": "Lia", "family_name": "Neri"}

    assert OfficialForm(person | {"role": "official"}).is_valid()
    assert set(OfficialForm(person | {"role": "capo"}).errors) == {"role"}
