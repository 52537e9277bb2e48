"""After the issue: put right, annulled, reported, flagged, united, erased; the bytes stay whatever happens around."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.models import Page, Revision

from courses.agenda.models import Event, TrainingDayPage
from courses.attendance.actions import correct_presence
from courses.attendance.models import Attendee
from courses.audit.models import Entry
from courses.certificates.actions import (
    annul,
    erase_from_certificates,
    issue_again,
    issue_due,
    read_picture,
    reissue,
    report_error,
    save_template,
    settle_report,
    take_over_certificates,
)
from courses.certificates.models import Certificate, CertificateFile, ErrorReport
from courses.certificates.queries import last_of
from courses.certificates.rules import initials_of
from courses.errors import NotAllowed, ReasonMissing
from courses.people.actions import merge_participants
from courses.people.models import Participant
from courses.post.models import Letter
from courses.progress.models import Credit
from tests.factories.certificates import make_certificate, make_picture
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db
State = Certificate.State
WORDS = {
    "title": "Attestato",
    "sentence": "${nome} c'era.",
    "office": "",
    "signer": "",
    "funding": "Il Fondo.",
}


def fresh(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_related("replaced_by", "participant").get(pk=certificate.pk)


def content_of(certificate: Certificate) -> bytes:
    return bytes(CertificateFile.objects.get(certificate=certificate).content)


def put_right(certificate: Certificate, **over: str) -> Certificate:
    told = {"given_name": "Anna", "family_name": "Vèrdi", "reason": "Cognome scritto male."} | over
    return reissue(certificate=certificate, author=None, **told)


def correct(certificate: Certificate, status: str = "present", late: int = 0) -> None:
    attendee = Attendee.objects.get(participant=certificate.participant)
    for slot in attendee.register.event.slots.all():
        minutes = late if slot.kind == "morning" else 0
        correct_presence(attendee=attendee, slot=slot, status=status, late=minutes, reason="Foglio firme.", author=None)


def test_a_name_put_right_is_a_new_certificate_and_the_old_one_says_by_which(certificate: Certificate) -> None:
    before = content_of(certificate)
    report_error(certificate=certificate, text="Sono Vèrdi.", author=None)

    new = put_right(certificate)

    old = fresh(certificate)
    assert (old.state, old.replaced_by, old.holder, content_of(old)) == (State.REPLACED, new, "Anna Verdi", before)
    assert (new.state, new.number, new.holder, new.minutes) == (State.VALID, 2, "Anna Vèrdi", 360)
    assert Participant.objects.get(pk=new.participant_id).family_name == "Vèrdi"
    assert ErrorReport.objects.get().handled_at is not None
    assert Letter.objects.filter(kind="certificate.reissued").count() == 1
    assert issue_due() == 0


def test_put_right_twice_the_first_leads_to_the_last(certificate: Certificate) -> None:
    second = put_right(certificate)
    third = put_right(second, family_name="Verdì")

    with pytest.raises(NotAllowed):
        put_right(certificate)

    assert last_of(fresh(certificate)) == third


def test_without_a_reason_or_a_minute_nothing_is_put_right(certificate: Certificate) -> None:
    with pytest.raises(ReasonMissing):
        put_right(certificate, reason=" ")
    Credit.objects.all().delete()
    with pytest.raises(NotAllowed):
        put_right(certificate)

    assert (fresh(certificate).state, Certificate.objects.count()) == (State.VALID, 1)
    assert Participant.objects.get(pk=certificate.participant_id).family_name == "Verdi"


def test_annulling_has_a_reason_and_a_date_and_no_follower(certificate: Certificate) -> None:
    with pytest.raises(ReasonMissing):
        annul(certificate=certificate, reason="", author=None)
    annul(certificate=certificate, reason="Non era lei.", author=None)

    old = fresh(certificate)
    assert (old.state, old.reason, old.replaced_by, old.annulled_at is not None) == (
        "annulled",
        "Non era lei.",
        None,
        True,
    )
    with pytest.raises(NotAllowed):
        annul(certificate=old, reason="Ancora", author=None)
    with pytest.raises(NotAllowed):
        put_right(old)


def test_annulled_by_mistake_it_is_issued_again_and_the_old_one_leads_to_the_new(certificate: Certificate) -> None:
    annul(certificate=certificate, reason="Omonima.", author=None)

    with pytest.raises(ReasonMissing):
        issue_again(certificate=certificate, reason=" ", author=None)
    new = issue_again(certificate=certificate, reason="Era lei.", author=None)

    old = fresh(certificate)
    assert (old.state, old.reason, old.replaced_by, last_of(old)) == (State.ANNULLED, "Omonima.", new, new)
    assert (new.state, new.number, new.minutes, new.source) == (State.VALID, 2, 360, old.source)
    trail = Entry.objects.get(action="certificate.issue_again")
    assert (trail.subject_id, trail.reason) == (str(old.pk), "Era lei.")
    assert Letter.objects.filter(kind="certificate.issued").count() == 2
    assert issue_due() == 0


def test_only_what_was_annulled_is_issued_again_and_once(certificate: Certificate) -> None:
    def again() -> Certificate:
        return issue_again(certificate=certificate, reason="Era lei.", author=None)

    with pytest.raises(NotAllowed):
        again()
    annul(certificate=certificate, reason="Omonima.", author=None)
    Credit.objects.update(minutes=0)
    with pytest.raises(NotAllowed):
        again()
    Credit.objects.update(minutes=180)
    new = again()
    with pytest.raises(NotAllowed):
        again()

    annul(certificate=new, reason="Ancora.", author=None)
    third = issue_again(certificate=new, reason="Di nuovo.", author=None)
    assert (new.minutes, last_of(fresh(certificate)), Certificate.objects.count()) == (180, third, 3)


def test_who_has_another_certificate_for_it_is_issued_none(certificate: Certificate) -> None:
    annul(certificate=certificate, reason="Doppione.", author=None)
    make_certificate_of(certificate.participant, certificate, minutes=360)

    with pytest.raises(NotAllowed):
        issue_again(certificate=certificate, reason="Era lei.", author=None)


def test_one_report_at_a_time_until_somebody_has_looked(certificate: Certificate, settings) -> None:
    settings.COURSES_SECRETARIAT_EMAIL = "segreteria@example.org"
    report_error(certificate=certificate, text="Manca un accento.", author=None)
    with pytest.raises(NotAllowed):
        report_error(certificate=certificate, text="Ancora.", author=None)

    settle_report(certificate=certificate, outcome="È giusto così.", author=None)
    report_error(certificate=certificate, text="Insisto.", author=None)

    letters = Letter.objects.filter(kind="certificate.reported").order_by("pk")
    assert [("Manca" in one.text, one.recipient) for one in letters] == [
        (True, "segreteria@example.org"),
        (False, "segreteria@example.org"),
    ]


def test_a_corrected_presence_flags_the_certificate_and_deletes_nothing(certificate: Certificate) -> None:
    correct(certificate, late=60)
    flagged = fresh(certificate).flagged
    correct(certificate, late=0)
    mended = fresh(certificate).flagged
    correct(certificate, status="absent")

    assert (flagged, mended, fresh(certificate).flagged) == (True, False, True)
    assert (fresh(certificate).state, fresh(certificate).minutes) == (State.VALID, 360)


def test_issued_again_it_says_the_hours_as_they_are_now(certificate: Certificate) -> None:
    correct(certificate, late=60)

    new = put_right(certificate)

    assert (new.minutes, new.flagged, fresh(certificate).flagged) == (300, False, False)


def test_whatever_becomes_of_pages_names_and_templates_the_bytes_stay(certificate: Certificate) -> None:
    before = content_of(certificate)
    page = TrainingDayPage.objects.get()

    page.title = "Tutt'altro"
    page.save_revision().publish()
    page.unpublish()
    Revision.objects.all().delete()
    Event.objects.update(title="Altro")
    Participant.objects.update(given_name="Altra", family_name="Persona")
    certificate.body.name = "Altrove"
    certificate.body.save()
    save_template(kind="event", author=None, **WORDS)
    Page.objects.get(pk=page.pk).delete()
    certificate.refresh_from_db()

    assert content_of(certificate) == before
    assert (certificate.holder, certificate.title) == ("Anna Verdi", certificate.snapshot["title"])


def test_a_template_speaks_only_on_certificates_to_come(certificate: Certificate) -> None:
    image = read_picture(make_picture((1600, 400)))
    save_template(
        kind="event", author=None, pictures={"logo1": image}, alternatives={"logo1": "Unione europea"}, **WORDS
    )

    new = put_right(certificate)

    assert (image["width"], new.snapshot["heading"], new.snapshot["sentence"]) == (
        1000,
        "Attestato",
        "Anna Vèrdi c'era.",
    )
    assert list(new.snapshot["pictures"]) == ["logo1"]
    assert certificate.snapshot["pictures"] == {}


@pytest.mark.parametrize("over", [{"funding": " "}, {"alternatives": {}}])
def test_who_pays_and_what_a_picture_shows_are_never_missing(over: dict) -> None:
    pictures = {"logo1": read_picture(make_picture())}
    told = {"pictures": pictures, "alternatives": {"logo1": "Logo"}, **WORDS} | over

    with pytest.raises(NotAllowed):
        save_template(kind="event", author=None, **told)


def test_only_pictures_are_pictures() -> None:
    svg = ContentFile(b"<svg onload='alert(1)'/>", "a.png")
    big = BytesIO()
    Picture.new("1", (6000, 6000)).save(big, "PNG")
    large = ContentFile(big.getvalue(), "b.png")

    for file in (svg, large):
        with pytest.raises(NotAllowed):
            read_picture(file)


def test_two_records_of_one_person_have_one_certificate_for_one_thing(certificate: Certificate) -> None:
    other = make_certificate_of(make_participant(family_name="Verdini"), certificate, minutes=180)

    take_over_certificates(kept=certificate.participant, absorbed=other.participant, author=None)

    assert (fresh(other).state, fresh(other).replaced_by) == (State.REPLACED, certificate)
    assert fresh(other).participant == fresh(certificate).participant
    assert fresh(certificate).state == State.VALID


def make_certificate_of(person: Participant, like: Certificate, **over: int) -> Certificate:
    kept = ("kind", "source", "course_key", "title", "of_minutes", "role", "snapshot", "year")
    values = {name: getattr(like, name) for name in kept} | over
    return Certificate.objects.create(participant=person, number=99, code="X" * 16, **values)


def test_united_by_the_secretariat_the_certificates_follow(certificate: Certificate) -> None:
    kept = make_participant(body=certificate.participant.body, family_name="Verdi")

    merge_participants(kept=kept, absorbed=certificate.participant, reason="Stessa persona", author=None)

    assert fresh(certificate).participant == kept


def test_erased_a_person_leaves_number_hours_and_bytes_and_no_name(certificate: Certificate) -> None:
    before = content_of(certificate)
    report_error(certificate=certificate, text="Sono Anna Verdi.", author=None)

    erase_from_certificates(participant=certificate.participant, author=None)

    old = fresh(certificate)
    assert (old.participant, old.minutes, old.code, content_of(old)) == (None, 360, certificate.code, before)
    assert "Verdi" not in str(old.snapshot)
    assert (initials_of(old), old.body, ErrorReport.objects.get().text) == ("", None, "")


def test_who_has_no_address_gets_no_letter() -> None:
    make_certificate(email="")

    assert not Letter.objects.filter(kind="certificate.issued").exists()
