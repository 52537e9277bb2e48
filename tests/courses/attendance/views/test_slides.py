"""Slides and materials are for those who were there."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfWriter

from courses.agenda.models import TrainingDayPage
from courses.attendance.actions import close_register, mark
from courses.attendance.models import Slides
from courses.attendance.rules import may_download, may_see_materials
from courses.attendance.slides import ending_of
from tests.courses.attendance.views.conftest import client_of
from tests.factories.agenda import course_of_event, make_webinar_page
from tests.factories.catalogue import make_document, make_lesson


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


def test_a_document_for_afterwards_is_refused_by_its_own_address_too(today, lucia):
    there, away = present(today), today.attendees.last().participant.user
    before, after = make_document(), make_document()
    page = TrainingDayPage.objects.get()
    page.before, page.after = [[("document", {"document": one})] for one in (before, after)]
    page.save_revision().publish()

    asked = (there, away, lucia, AnonymousUser())

    assert [may_download(user, before) for user in asked] == [True, True, True, False]
    assert [may_download(user, after) for user in asked] == [True, False, True, False]
    assert (client_of(away).get(after.url).status_code, Client().get(after.url).status_code) == (403, 302)


def test_captions_of_a_recording_are_for_those_present_unless_a_lesson_offers_them_to_its_readers(today):
    reader, module = today.attendees.last().participant.user, course_of_event(today.event).get_first_child()
    captions = make_document("sottotitoli.vtt")
    video = {"title": "Registrazione", "url": "https://vimeo.com/1", "captions": captions}
    make_webinar_page(module, recording=[("video", video)])

    before = may_download(reader, captions)
    make_lesson(module, "con-sottotitoli", body=[("document", {"document": captions})])

    assert (before, may_download(reader, captions)) == (False, True)


@pytest.mark.parametrize(("file", "kept"), [(a_pdf(), 1), (a_package(*PRESENTATION), 0), (a_pdf("x" * 300), 1)])
def test_the_teacher_keeps_the_signed_sheet_once_by_its_content(teacher, today, file, kept):
    for _time in range(2):
        file.seek(0)
        answer = teacher.post(f"/registro/{today.event_id}/foglio/", {"file": file})

    assert (answer["Location"], today.sheets.count()) == (f"/registro/{today.event_id}/#foglio", kept)
