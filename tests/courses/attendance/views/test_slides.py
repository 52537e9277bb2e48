"""Slides and materials are for those who were there."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter

from courses.attendance.actions import close_register, mark
from courses.attendance.models import Slides
from courses.attendance.rules import may_see_materials
from courses.attendance.slides import ending_of
from tests.courses.attendance.views.conftest import client_of


def a_pdf(name: str = "lezione.pdf") -> SimpleUploadedFile:
    content, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return SimpleUploadedFile(name, content.getvalue())


def a_package(*parts: str) -> SimpleUploadedFile:
    content = BytesIO()
    with ZipFile(content, "w") as package:
        for part in parts:
            package.writestr(part, "x")
    return SimpleUploadedFile("lezione.pptx", content.getvalue())


PRESENTATION = ("[Content_Types].xml", "ppt/presentation.xml")


def upload(client, register, file, title="La rete"):
    return client.post(f"/registro/{register.event_id}/slide/", {"title": title, "file": file})


def present(register):
    """The account of somebody marked as present."""
    attendee = register.attendees.select_related("participant").first()
    mark(attendee=attendee, slot=register.event.slots.first(), status="present", author=None)
    return attendee.participant.user


@pytest.mark.parametrize(
    ("file", "ending"),
    [
        (a_pdf("lezione.exe"), "pdf"),
        (a_package(*PRESENTATION), "pptx"),
        (a_package("word/document.xml"), ""),
        (a_package(*PRESENTATION, "ppt/vbaProject.bin"), ""),
        (SimpleUploadedFile("a.pdf", b"<html>"), ""),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7 rotto"), ""),
        (SimpleUploadedFile("a.pptx", b"PK\x03\x04rotto"), ""),
        (SimpleUploadedFile("a.pdf", b""), ""),
    ],
)
def test_the_content_says_what_a_file_is(file, ending):
    assert ending_of(file) == ending


def test_those_present_save_the_slides_and_nobody_else(teacher, stranger, today):
    upload(teacher, today, a_pdf())
    slides = Slides.objects.get()
    there, away = present(today), today.attendees.last().participant.user
    address = f"/materiali/slide/{slides.pk}/"

    response = client_of(there).get(address)

    assert (response["Content-Disposition"], response["X-Content-Type-Options"]) == (
        'attachment; filename="la-rete.pdf"',
        "nosniff",
    )
    assert "no-store" in response["Cache-Control"]
    assert response.getvalue().startswith(b"%PDF-")
    others = [stranger.get(address).status_code, client_of(away).get(address).status_code]
    assert (others, teacher.get(address).getvalue()[:5]) == ([404, 404], b"%PDF-")


def test_the_page_of_the_event_shows_them_to_those_present(teacher, today):
    upload(teacher, today, a_pdf())
    there, away = present(today), today.attendees.last().participant.user
    link = f"/materiali/slide/{Slides.objects.get().pk}/"

    shown = [link in client_of(user).get(f"/calendario/{today.event_id}/").content.decode() for user in (there, away)]

    assert shown == [True, False]


@pytest.mark.parametrize("over", [{"title": ""}, {"title": "x" * 5000}, {"title": "\x00"}, {"file": "testo"}])
def test_a_bad_upload_keeps_nothing(teacher, today, over):
    answer = teacher.post(f"/registro/{today.event_id}/slide/", {"title": "La rete", "file": a_pdf()} | over)

    assert (answer.status_code, Slides.objects.count()) == (302, 0)


def test_own_slides_are_thrown_away_with_their_file(teacher, today, django_capture_on_commit_callbacks):
    upload(teacher, today, a_pdf())
    slides = Slides.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        teacher.post(f"/registro/{today.event_id}/slide/{slides.pk}/elimina/")

    assert (Slides.objects.count(), slides.file.storage.exists(slides.file.name)) == (0, False)


def test_slides_stay_once_the_register_is_closed_and_those_of_others_always(teacher, today):
    upload(teacher, today, a_pdf())
    others = Slides.objects.create(event=today.event, title="Altrui", file="slides/x.pdf")
    close_register(register=today, author=None, now=today.event.ends_at + timezone.timedelta(hours=1))

    for slides in Slides.objects.all():
        teacher.post(f"/registro/{today.event_id}/slide/{slides.pk}/elimina/")

    assert (Slides.objects.count(), others.pk in Slides.objects.values_list("pk", flat=True)) == (2, True)


def test_what_is_for_afterwards_is_for_those_present_at_any_event_of_the_page(today):
    there, away = present(today), today.attendees.last().participant.user

    assert [may_see_materials(user, today.event.activity_key) for user in (there, away)] == [True, False]
