"""Choosing one's municipality without scripts."""

import pytest
from django import forms

from courses.territory.forms import MunicipalityChoiceMixin
from courses.territory.models import Municipality
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db


class SignUp(MunicipalityChoiceMixin, forms.Form):
    given_name = forms.CharField()


@pytest.fixture
def places() -> dict[str, Municipality]:
    made = [
        make_municipality("Castro", "BG"),
        make_municipality("Castro", "LE"),
        make_municipality("Lecce", "LE"),
        make_municipality("Roma", "RM"),
    ]
    return {str(municipality): municipality for municipality in made}


def filled(**data: str) -> SignUp:
    return SignUp(data={"given_name": "Anna"} | data)


def choices(form: SignUp, name: str) -> list[str]:
    return [label for value, label in form.fields[name].widget.choices if value]


@pytest.mark.parametrize("typed", ["Castro (LE)", "castro (le)", " CASTRO  ( LE ) "])
def test_a_name_with_its_province_is_enough(places: dict, typed: str) -> None:
    form = filled(municipality_name=typed)

    assert form.is_valid()
    assert form.cleaned_data["municipality"] == places["Castro (LE)"]


def test_a_name_that_only_one_has_is_enough(places: dict) -> None:
    form = filled(municipality_name="roma")

    assert form.is_valid()
    assert form.cleaned_data["municipality"] == places["Roma (RM)"]


def test_a_name_that_two_have_is_asked_again_with_both(places: dict) -> None:
    form = filled(municipality_name="Castro")

    assert not form.is_valid()
    assert list(form.errors) == ["municipality"]
    assert choices(form, "municipality") == ["Castro (BG)", "Castro (LE)"]


def test_one_of_the_two_is_taken(places: dict) -> None:
    form = filled(municipality_name="Castro", municipality=places["Castro (LE)"].pk)

    assert form.is_valid()
    assert form.cleaned_data["municipality"] == places["Castro (LE)"]


def test_a_name_that_nobody_has_opens_the_search_by_region(places: dict) -> None:
    form = filled(municipality_name="Atlantide")

    assert list(form.errors) == ["municipality_name"]
    assert form.opens_fallback


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "municipality_name"),
        ({"municipality_name": "   "}, "municipality_name"),
        ({"region": "16"}, "province"),
        ({"region": "16", "province": "LE"}, "municipality"),
        ({"region": "16", "province": "BG"}, "province"),
        ({"region": "99", "province": "LE"}, "municipality_name"),
        ({"region": "16", "province": "LE", "municipality": "nonsense"}, "municipality"),
        ({"province": "LE"}, "municipality_name"),
    ],
)
def test_what_is_missing_is_asked_where_the_person_goes_on(places: dict, sent: dict, field: str) -> None:
    assert list(filled(**sent).errors) == [field]


def test_region_and_province_lead_to_the_municipality(places: dict) -> None:
    first = filled(municipality_step="province", region="16")
    second = filled(municipality_step="municipality", region="16", province="LE")
    third = filled(region="16", province="LE", municipality=places["Lecce (LE)"].pk)

    assert choices(first, "region") == ["Lazio", "Lombardia", "Puglia"]
    assert choices(first, "province") == ["Lecce (LE)"]
    assert choices(second, "municipality") == ["Castro (LE)", "Lecce (LE)"]
    assert third.is_valid()
    assert third.cleaned_data["municipality"] == places["Lecce (LE)"]


@pytest.mark.parametrize(
    ("sent", "focus"),
    [
        ({}, "region"),
        ({"region": "16"}, "province"),
        ({"region": "16", "province": "LE"}, "municipality"),
        ({"region": "03", "province": "LE"}, "province"),
    ],
)
def test_a_step_keeps_what_was_typed_and_complains_of_nothing(places: dict, sent: dict, focus: str) -> None:
    form = SignUp(data={"given_name": "", "municipality_step": "province"} | sent)

    assert not form.is_valid()
    assert form.errors == {}
    assert form.municipality_guidance != ""
    assert [name for name in form.fields if "autofocus" in form.fields[name].widget.attrs] == [focus]


def test_a_step_never_sends_the_form_even_when_all_is_there(places: dict) -> None:
    assert not filled(municipality_step="province", municipality_name="Roma").is_valid()


def test_a_municipality_of_another_province_is_not_taken(places: dict) -> None:
    form = filled(region="03", province="BG", municipality=places["Lecce (LE)"].pk)

    assert list(form.errors) == ["municipality"]


def test_a_name_and_a_choice_that_differ_are_asked_again(places: dict) -> None:
    form = filled(municipality_name="Roma", region="16", province="LE", municipality=places["Lecce (LE)"].pk)

    assert list(form.errors) == ["municipality_name"]


def test_a_name_and_a_choice_that_agree_are_taken(places: dict) -> None:
    form = filled(municipality_name="Lecce", region="16", province="LE", municipality=places["Lecce (LE)"].pk)

    assert form.is_valid()


@pytest.mark.parametrize("name", ["municipality_name", "region", "province", "municipality"])
@pytest.mark.parametrize("text", ["\x00", "a" * 5_000, "\ufffd\ufffd", "' OR 1=1 --", "<script>alert(1)</script>"])
def test_whatever_is_sent_is_answered(places: dict, name: str, text: str) -> None:
    form = filled(**{"municipality_name": "Roma", name: text})

    form.is_valid()

    assert "<script>" not in form.render()


def test_a_host_without_bodies_may_leave_it_out(places: dict, settings) -> None:
    settings.COURSES_REQUIRE_BODY = False

    form = filled()

    assert form.is_valid()
    assert form.cleaned_data["municipality"] is None


def test_the_form_starts_from_a_known_name(places: dict) -> None:
    form = SignUp(initial={"municipality_name": "Castro (LE)"})

    assert 'value="Castro (LE)"' in form.render()
    assert not form.offers_municipalities


def test_the_group_is_drawn_once_within_any_form(places: dict) -> None:
    drawn = filled(municipality_step="municipality", region="16", province="LE").render()

    for name in ("municipality_name", "region", "province", "municipality"):
        assert drawn.count(f'id="id_{name}"') == 1
    assert drawn.count("<fieldset") == 1
    assert "style=" not in drawn


def test_the_first_button_of_the_group_sends_the_form(places: dict) -> None:
    drawn = SignUp().render()

    first = drawn[drawn.index("<button") : drawn.index("</button>")]

    assert "municipality_step" not in first


@pytest.mark.parametrize(
    ("sent", "queries"),
    [
        ({}, 2),
        ({"municipality_name": "Roma"}, 3),
        ({"municipality_name": "Castro"}, 4),
        ({"region": "16", "province": "LE"}, 3),
    ],
)
def test_the_form_asks_the_same_questions_whatever_the_number_of_answers(
    places: dict, django_assert_num_queries, sent: dict, queries: int
) -> None:
    with django_assert_num_queries(queries):
        filled(**sent).render()
