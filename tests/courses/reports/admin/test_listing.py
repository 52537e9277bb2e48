"""What may be asked of a list, by whom, and at what cost."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment
from courses.people.models import Participant
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant
from tests.factories.progress import read
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db

SCREENS = ("participant", "enrolment", "completion", "body", "adhesion", "letter")
EXPORTED = SCREENS[:-1]  # letters are not taken away
LISTS = [f"/admin/courses/{screen}/" for screen in SCREENS]


def names(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [row.first for row in response.context["rows"]]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "question",
    [
        "participant__user__password__startswith=a",
        "user__password__startswith=a",
        "participant__email__startswith=a",
        "state__exact=active",
        "start__gte=x",
        "enrolled_at__gte=x",
        "course=not-a-key",
        "body=x",
        "body=²",
        "body=99999999999999999999999",
        "region=%00",
        "q=%00",
        "q=" + "a" * 5000,
        "p=0",
        "p=-1",
        "p=x",
        "p=99999999999999999999",
        "o=99",
        "o=x",
        "o=-",
        "o=1.2.3",
        "export=pdf",
        "e=1",
        "q=a&q=b",
        "%FF=1",
        "__proto__=1",
    ],
)
def test_whatever_is_not_declared_is_dropped_by_a_redirect(desk: Client, address: str, question: str) -> None:
    response = desk.get(f"{address}?{question}&o=0")

    assert (response.status_code, response.url.split("?")[0]) == (302, address)
    assert desk.get(response.url).status_code == 200


def test_the_password_of_an_account_cannot_be_guessed_letter_by_letter(desk: Client) -> None:
    make_official(make_municipal_body())

    found = [len(names(desk, desk.get(f"{LISTS[0]}?user__password__startswith={one}").url)) for one in ("m", "zzz")]

    assert found == [1, 1]


@pytest.mark.parametrize("address", LISTS)
def test_a_declared_question_is_answered_and_an_empty_one_too(desk: Client, address: str) -> None:
    assert desk.get(f"{address}?region=&o=0&p=7&q=verdi").status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_editors_get_403_and_no_menu(outsider: Client, address: str) -> None:
    assert outsider.get(address).status_code == 403
    assert outsider.get(f"{address}?export=csv").status_code == 403
    assert address not in outsider.get("/admin/").content.decode()


def test_the_secretariat_finds_the_lists_in_the_menu(desk: Client) -> None:
    page = desk.get("/admin/").content.decode()

    assert [address for address in LISTS if address not in page] == []


@pytest.mark.parametrize("address", LISTS)
def test_a_visitor_is_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("screen", SCREENS)
def test_viewing_is_a_right_of_its_own(client: Client, outsider: Client, screen: str) -> None:
    user = _user_of(outsider)
    user.user_permissions.add(*Permission.objects.filter(codename__in=[f"add_{screen}", f"export_{screen}"]))

    assert outsider.get(f"/admin/courses/{screen}/").status_code == 403


@pytest.mark.parametrize("screen", EXPORTED)
def test_the_export_has_a_right_of_its_own(outsider: Client, screen: str) -> None:
    address = f"/admin/courses/{screen}/"
    _user_of(outsider).user_permissions.add(Permission.objects.get(codename=f"view_{screen}"))

    page = outsider.get(address)

    assert (page.status_code, "export=csv" in page.content.decode()) == (200, False)
    assert outsider.get(f"{address}?export=csv").status_code == 403
    assert Entry.objects.filter(action=f"{screen}.export").count() == 0


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("screen", EXPORTED)
def test_who_took_which_list_away_is_recorded_once(desk: Client, secretary, screen: str, file_format: str) -> None:
    response = desk.get(f"/admin/courses/{screen}/?export={file_format}&q=verdi")
    b"".join(response)

    entry = Entry.objects.get(action=f"{screen}.export")
    assert (entry.author, entry.subject_type, entry.subject_id) == (secretary, f"courses.{screen}", "")
    assert entry.details == {"format": file_format, "rows": 0, "filters": {}, "searched": True}
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_an_export_holds_the_filtered_rows_and_calculates_no_name(desk: Client, course: CoursePage) -> None:
    body = make_municipal_body()
    make_enrolment(make_official(body, family_name="=cmd|'/C calc'!A0"), course)
    make_participant(family_name="Bianchi")

    text = b"".join(desk.get(f"/admin/courses/participant/?export=csv&state=active&body={body.pk}")).decode()

    assert "\"'=cmd|'/C calc'!A0\"" in text
    assert "Bianchi" not in text


def test_filters_narrow_by_region_province_role_and_kind_of_body(desk: Client) -> None:
    make_participant(family_name="Sud", body=make_municipal_body(sigla="LE"), role="mayor")
    make_participant(family_name="Nord", body=make_municipal_body(sigla="LO"), role="official")
    make_participant(family_name="Unione", body=make_body())
    address = LISTS[0]

    assert names(desk, f"{address}?region=16") == ["Sud Anna"]
    assert names(desk, f"{address}?province=LO") == ["Nord Anna"]
    assert names(desk, f"{address}?role=mayor") == ["Sud Anna"]
    assert names(desk, f"{address}?kind=union") == ["Unione Anna"]
    assert names(desk, f"{address}?region=16&province=LO") == []


def test_course_and_state_are_asked_of_one_enrolment(desk: Client, enrolment: Enrolment) -> None:
    key, address = enrolment.course_key, LISTS[0]

    assert names(desk, f"{address}?course={key}&state=active") == ["Verdi Anna"]
    assert names(desk, f"{address}?course={key}&state=pending") == []


def test_enrolments_are_filtered_by_the_region_of_their_day(desk: Client, enrolment: Enrolment) -> None:
    Participant.objects.update(body=make_municipal_body(sigla="LO"))

    assert names(desk, f"{LISTS[1]}?region=Puglia") == ["Verdi Anna"]
    assert names(desk, f"{LISTS[1]}?region=Lombardia") == []


def test_search_folds_accents_and_order(desk: Client, course: CoursePage) -> None:
    make_enrolment(make_official(make_municipal_body(), given_name="Niccolò", family_name="D'Ascenzo"), course)

    for address in LISTS[:2]:
        assert names(desk, f"{address}?q=rossi") == []
        assert names(desk, f"{address}?q=niccolo+d+ascenzo") == ["D'Ascenzo Niccolò"]


def test_bodies_are_searched_by_the_names_of_their_municipality(desk: Client) -> None:
    make_body(make_municipality(name="Sant'Angelo Lodigiano", sigla="LO"))
    make_body(name="Unione dei Comuni del Sole")

    assert names(desk, f"{LISTS[3]}?q=santangelo") == ["Sant'Angelo Lodigiano"]
    assert names(desk, f"{LISTS[3]}?q=del+sole") == ["Unione dei Comuni del Sole"]


def test_a_column_sorts_both_ways_and_says_so(desk: Client) -> None:
    for name in ("Bianchi", "Àlessi", "Verdi"):
        make_participant(family_name=name)

    assert names(desk, f"{LISTS[0]}?o=0") == ["Àlessi Anna", "Bianchi Anna", "Verdi Anna"]
    assert names(desk, f"{LISTS[0]}?o=-0") == ["Verdi Anna", "Bianchi Anna", "Àlessi Anna"]
    assert 'aria-sort="descending"' in desk.get(f"{LISTS[0]}?o=-0").content.decode()


def test_fifty_rows_make_a_page_and_a_page_beyond_the_last_is_the_last(desk: Client) -> None:
    for number in range(51):
        make_participant(family_name=f"Nome{number:02}")

    assert len(names(desk, LISTS[0])) == 50
    assert names(desk, f"{LISTS[0]}?p=999") == ["Nome50 Anna"]


def test_rows_are_counted_as_far_as_pages_go_and_no_further(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courses.reports.admin.paging.MOST_COUNTED", 2)
    for number in range(3):
        make_participant(family_name=f"Nome{number}")

    page = desk.get(LISTS[0])
    few = desk.get(f"{LISTS[0]}?q=nome1")

    assert "Oltre 2 partecipanti" in page.content.decode()
    assert page.context["page_obj"].paginator.count == 2
    assert "1 partecipante" in few.content.decode()


def _user_of(client: Client):
    return client.get("/admin/").wsgi_request.user


def _fill(course: CoursePage, people: int) -> None:
    for number in range(people):
        official = make_official(make_municipal_body(name=f"Comune{number}"), family_name=f"Nome{number}")
        read(make_enrolment(official, course), course, activities_of(course)[0])


# the first number is the page's, the second the export's
COSTS = {"participant": (18, 16), "enrolment": (18, 16), "completion": (15, 14), "body": (13, 10)}


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("screen", COSTS)
def test_a_list_costs_the_same_for_one_and_for_three(
    desk: Client, course: CoursePage, django_assert_num_queries, screen: str, people: int
) -> None:
    _fill(course, people)
    desk.get("/admin/")  # what Wagtail keeps for the process

    with django_assert_num_queries(COSTS[screen][0]):
        desk.get(f"/admin/courses/{screen}/")
    with django_assert_num_queries(COSTS[screen][1]):
        b"".join(desk.get(f"/admin/courses/{screen}/?export=csv"))
