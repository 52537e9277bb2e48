"""What fills in the blanks of certificates: one of the participant, one of an official of the contact's body."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from courses.certificates.actions import issue_due
from courses.certificates.models import Certificate, Confirmation
from courses.people.models import Participant
from courses.progress.actions import record_credit
from tests.factories.world import World

BATCH = UUID(int=7)
OF_ONE = ("reissue", "annul", "again", "settle", "file")


def give_certificates(world: World) -> None:
    """Both were at the world's event."""
    things = world.things
    things.certificate, things.colleague_certificate = (
        _certificate(things.event, person) for person in (things.participant, things.contact)
    )
    Confirmation.objects.create(
        participant=things.participant,
        kind="event",
        source=things.certificate.source,
        course_key=things.event.course_key,
        batch=BATCH,
    )


def _certificate(event: Any, person: Participant) -> Certificate:
    record_credit(
        participant=person,
        course_key=event.course_key,
        activity_key=event.activity_key,
        source=f"event:{event.pk}",
        title=event.title,
        minutes=180,
        of_minutes=360,
        credited_on=timezone.localdate(),
        author=None,
    )
    issue_due()
    return Certificate.objects.get(participant=person)


def blanks_of_certificates(world: World) -> dict[str, dict[str, Any]]:
    """By the name of each address."""
    own, words = {"pk": world.certificate.pk}, {"kind": "event", "place": "logo1"}
    acts = {f"courses_certificate_{act}": own for act in OF_ONE}
    return acts | {
        **{f"courses:own_certificate{verb}": own for verb in ("", "_error")},
        "courses:own_body_certificate": {"pk": world.colleague_certificate.pk},
        "courses:verify_certificate": {"code": world.certificate.code},
        "courses_certificate_modeladmin_inspect": {"instance_pk": world.certificate.pk},
        "courses_certificate_batch": {"batch": BATCH},
        "courses_certificate_confirm": {"source": world.certificate.source},
        "courses_certificates_event": {"pk": world.event.pk},
        "courses_certificates_body": {"pk": world.contact.body.pk},
        **{f"courses_certificate_words_{verb}": words for verb in ("edit", "restore")},
        "courses_certificate_sample": words,
        "courses_certificate_picture_remove": words,
    }
