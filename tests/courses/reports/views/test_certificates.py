"""The secretariat's screens of certificates, asked as its browser asks them."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from courses.audit.models import Entry
from courses.certificates.actions import annul, issue_due, report_error
from courses.certificates.models import (
    Certificate,
    CertificateFile,
    CertificatePicture,
    CertificateTemplate,
    Confirmation,
)
from tests.factories.certificates import make_certificate, make_closed, make_credits, make_picture

pytestmark = pytest.mark.django_db
LIST = "/admin/courses/certificate/"
WORDS = f"{LIST}words/event/"


@pytest.fixture
def certificate(db) -> Certificate:
    return make_certificate()


def send(desk: Client, address: str, **data: Any) -> Any:
    """As the form sends it, with what the page showed."""
    shown = desk.get(address)
    return desk.post(address, {"seen": shown.context["form"].initial.get("seen", "")} | data)


def labels(desk: Client, question: str = "") -> list[str]:
    """The numbers of the list."""
    return [row.first for row in desk.get(f"{LIST}?{question}").context["rows"]]


def test_the_list_is_found_by_number_code_name_and_what_needs_a_look(desk: Client, certificate: Certificate) -> None:
    report_error(certificate=certificate, text="Sbagliato.", author=None)
    mine = [certificate.label]

    asked = ("", "q=verdi", "q=1", f"q={certificate.written_code}", "reported=1", "state=valid", "kind=event")
    empty = ("q=rossi", "q=2", "q=1/1999", "flagged=1", "state=annulled", "kind=course")
    assert [labels(desk, question) for question in asked] == [mine] * len(asked)
    assert [labels(desk, question) for question in empty] == [[]] * len(empty)


def test_the_list_names_the_body_with_its_province(desk: Client, certificate: Certificate) -> None:
    row = desk.get(LIST).context["rows"][0]

    assert row.cells[:2] == ["Anna Verdi", f"Comune di {certificate.body}"]
    assert str(certificate.body).endswith(")")


def test_a_page_says_everything_and_offers_what_may_be_done(desk: Client, certificate: Certificate) -> None:
    page = desk.get(f"{LIST}inspect/{certificate.pk}/")

    assert page.context["findings"] == []
    assert [name.rpartition("_")[2] for name, _label in page.context["action_buttons"]] == ["reissue", "annul"]


def test_put_right_the_old_one_says_by_which(desk: Client, certificate: Certificate) -> None:
    address = f"{LIST}{certificate.pk}/reissue/"
    names = {"given_name": "Anna", "family_name": "Vèrdi"}

    without = send(desk, address, **names)
    done = send(desk, address, reason="Accento.", **names)
    again = desk.get(address)

    certificate.refresh_from_db()
    assert [answer.status_code for answer in (without, done, again)] == [200, 302, 302]
    assert certificate.replaced_by.holder == "Anna Vèrdi"


def test_annulled_with_a_reason(desk: Client, certificate: Certificate) -> None:
    address = f"{LIST}{certificate.pk}/annul/"

    assert (send(desk, address).status_code, send(desk, address, reason="Omonima.").status_code) == (200, 302)
    assert Certificate.objects.get().state == "annulled"


def test_annulled_it_is_issued_again_from_its_page(desk: Client, certificate: Certificate) -> None:
    annul(certificate=certificate, reason="Omonima.", author=None)
    address = f"{LIST}{certificate.pk}/again/"

    offered = desk.get(f"{LIST}inspect/{certificate.pk}/").context["action_buttons"]
    without, done, again = send(desk, address), send(desk, address, reason="Era lei."), desk.get(address)

    certificate.refresh_from_db()
    assert [name for name, _label in offered] == ["courses_certificate_again"]
    assert [answer.status_code for answer in (without, done, again)] == [200, 302, 302]
    assert certificate.replaced_by.state == "valid"


def test_a_report_is_settled_where_the_certificate_is_right(desk: Client, certificate: Certificate) -> None:
    report_error(certificate=certificate, text="Sbagliato.", author=None)

    answer = send(desk, f"{LIST}{certificate.pk}/settle/", outcome="È giusto.")

    assert (answer.status_code, certificate.reports.get().outcome) == (302, "È giusto.")


def test_who_took_a_file_is_written_down(desk: Client, certificate: Certificate) -> None:
    one = desk.get(f"{LIST}{certificate.pk}/attestato.pdf")
    event = int(certificate.source.partition(":")[2])
    archives = [
        desk.get(f"{LIST}{kind}/{key}/attestati.zip") for kind, key in (("event", event), ("body", certificate.body_id))
    ]

    content = bytes(CertificateFile.objects.get().content)
    assert one.content == content
    for archive in archives:
        with ZipFile(BytesIO(b"".join(archive.streaming_content))) as packed:
            assert [packed.read(name) for name in packed.namelist()] == [content]
    taken = Entry.objects.filter(action__in=("certificate.read", "certificate.archive"))
    assert taken.count() == 3


def test_all_but_those_unticked_are_issued(desk: Client, settings, django_capture_on_commit_callbacks) -> None:
    settings.COURSES_CERTIFICATES_CONFIRMED = True
    event = make_closed(0, 0, 0)
    address = f"{LIST}due/event:{event.pk}/"
    keys = [key for key, _label in desk.get(address).context["form"].fields["chosen"].choices]

    with django_capture_on_commit_callbacks(execute=True):
        answer = send(desk, address, chosen=keys[:2])
    page = desk.get(answer["Location"])

    progress = page.context["progress"]
    assert (progress.asked, progress.issued, progress.is_over) == (2, 2, True)
    assert desk.get(f"{LIST}due/").context["sources"][0].people == 1
    assert send(desk, address, chosen=["9/event:9"]).status_code == 200


def test_a_thousand_are_one_batch_and_the_page_says_when_to_stop_looking(
    desk: Client, settings, django_capture_on_commit_callbacks
) -> None:
    settings.COURSES_CERTIFICATES_CONFIRMED = True
    event = make_closed(0)
    make_credits(event, 1001)
    address = f"{LIST}due/event:{event.pk}/"
    keys = [key for key, _label in desk.get(address).context["form"].fields["chosen"].choices]

    answer = send(desk, address, chosen=keys)
    running = desk.get(answer["Location"])
    Confirmation.objects.exclude(participant__pk=int(keys[0].partition("/")[0])).delete()
    issue_due()
    over = desk.get(answer["Location"])

    assert (len(keys), running.context["progress"].asked, over.context["progress"].is_over) == (1000, 1000, True)
    parts = ("data-progress-running", "courses/progress.js", "data-progress-stop")
    assert [part in running.content.decode() for part in parts] == [True] * 3
    assert [part in over.content.decode() for part in parts] == [False] * 3


def test_where_nothing_waits_there_is_nothing_to_confirm(desk: Client) -> None:
    event = make_closed(0)

    assert desk.get(f"{LIST}due/").context["due"] == 1
    assert desk.get(f"{LIST}due/event:{event.pk}/").status_code == 404
    assert desk.get(f"{LIST}batch/00000000-0000-0000-0000-000000000007/").status_code == 404


def words(**over: str) -> dict[str, Any]:
    return {"title": "Attestato", "sentence": "ha frequentato ${titolo}.", "funding": "Il Fondo."} | over


@pytest.mark.parametrize(
    "over",
    [
        {"funding": ""},
        {"sentence": "${password}"},
        {"sentence": "$"},
        {"title": "\x00"},
        {"logo1_file": make_picture()},
        {"logo1_file": ContentFile(b"<svg/>", "a.svg"), "logo1_alternative": "Logo"},
        {"sentence": "x" * 5000},
    ],
)
def test_a_template_that_cannot_be_is_not_saved(desk: Client, over: dict[str, Any]) -> None:
    assert send(desk, WORDS, **words(**over)).status_code == 200
    assert (CertificateTemplate.objects.count(), CertificatePicture.objects.count()) == (0, 0)


def test_a_template_is_saved_seen_and_taken_back(desk: Client) -> None:
    saved = send(desk, WORDS, **words(logo1_file=make_picture(), logo1_alternative="Unione europea"))
    sample = desk.get(f"{WORDS}prova.pdf")
    removed = send(desk, f"{WORDS}logo1/remove/")
    without = CertificatePicture.objects.count()
    restored = send(desk, f"{WORDS}restore/")

    assert [answer.status_code for answer in (saved, removed, restored)] == [302, 302, 302]
    assert (sample["Content-Type"], sample.content[:5], without) == ("application/pdf", b"%PDF-", 0)
    assert CertificateTemplate.objects.count() == 0
    assert [desk.get(f"{LIST}words/{kind}/").status_code for kind in ("course", "altro")] == [200, 404]


def test_editors_see_nothing_of_it(outsider: Client, certificate: Certificate) -> None:
    addresses = ("", f"inspect/{certificate.pk}/", f"{certificate.pk}/attestato.pdf", "words/", "words/event/", "due/")

    answers = [outsider.get(f"{LIST}{address}").status_code for address in addresses]

    assert {code in (302, 403) for code in answers} == {True}
