"""Reading certificates: what is due, one by its code or its file, the words in force."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from courses import conf
from courses.certificates.models import (
    Certificate,
    CertificateFile,
    CertificatePicture,
    CertificateTemplate,
    Confirmation,
    ErrorReport,
    Kind,
)
from courses.people.models import Participant
from courses.progress.models import CourseCompletion, Credit
from courses.territory.models import Body

EVENT, COURSE = "event:", "course:"


@dataclass(frozen=True)
class Due:
    """A certificate that nobody has yet: whose, and for what."""

    participant: Participant
    source: str
    course_key: UUID
    title: str
    credit: Credit | None = None  # of a training day or webinar
    completion: CourseCompletion | None = None  # of a course

    @property
    def kind(self) -> Kind:
        """What it is for."""
        return Kind.EVENT if self.credit else Kind.COURSE

    @property
    def key(self) -> str:
        """What a form calls it: one of nobody else's."""
        return f"{self.participant.pk}/{self.source}"

    @property
    def day(self) -> Any:
        """When it was earned."""
        return self.credit.credited_on if self.credit else self.completion.completed_at.date()


def due_events() -> QuerySet[Credit]:
    """The minutes credited by closed registers for which no certificate was issued."""
    settled = Certificate.objects.filter(
        participant=OuterRef("participant"), source=OuterRef("source"), state__in=Certificate.SETTLED
    )
    found = Credit.objects.filter(~Exists(settled), source__startswith=EVENT, minutes__gt=0)
    return found.select_related("participant__body__province__region", "participant__body__municipality").order_by("pk")


def due_courses() -> QuerySet[CourseCompletion]:
    """The courses completed for which no certificate was issued."""
    settled = Certificate.objects.filter(
        kind=Kind.COURSE,
        participant=OuterRef("enrolment__participant"),
        course_key=OuterRef("enrolment__course_key"),
        state__in=Certificate.SETTLED,
    )
    found = CourseCompletion.objects.filter(~Exists(settled))
    return found.select_related("enrolment__participant", "enrolment__body").order_by("pk")


def confirmed_events() -> QuerySet[Credit]:
    """Of those due, the ones the secretariat has confirmed."""
    confirmed = Confirmation.objects.filter(participant=OuterRef("participant"), source=OuterRef("source"))
    return due_events().filter(Exists(confirmed))


def confirmed_courses() -> QuerySet[CourseCompletion]:
    """The same of courses."""
    confirmed = Confirmation.objects.filter(
        kind=Kind.COURSE,
        participant=OuterRef("enrolment__participant"),
        course_key=OuterRef("enrolment__course_key"),
    )
    return due_courses().filter(Exists(confirmed))


def due_now(most: int, besides: Collection[str] = ()) -> list[Due]:
    """What is to be issued now, all that is due or what the secretariat has confirmed of it: of at most so many people.

    All of a person's is together, so that one letter tells them of it. `besides`: keys of what is left out.
    """
    credits_, completions = _to_issue()
    first = most + len(besides)
    people = [*credits_.values_list("participant", flat=True)[:first]]
    people += completions.values_list("enrolment__participant", flat=True)[: first - len(people)]
    if not people:
        return []
    found = [due_of_credit(credit) for credit in credits_.filter(participant__in=people)]
    found += [due_of_completion(one) for one in completions.filter(enrolment__participant__in=people)]
    wanted = [due for due in found if due.key not in besides]
    chosen = {*list(dict.fromkeys(due.participant.pk for due in wanted))[:most]}
    return [due for due in wanted if due.participant.pk in chosen]


def is_any_due() -> bool:
    """Whether there is anything to issue now."""
    return any(found.order_by().exists() for found in _to_issue())


def _to_issue() -> tuple[QuerySet[Credit], QuerySet[CourseCompletion]]:
    if conf.get("CERTIFICATES_CONFIRMED"):
        return confirmed_events(), confirmed_courses()
    return due_events(), due_courses()


def to_confirm() -> list[Due]:
    """What waits for the secretariat's word, by title and name."""
    confirmed = set(Confirmation.objects.values_list("participant", "source"))
    found = chain(map(due_of_credit, due_events()), map(due_of_completion, due_courses()))
    waiting = [due for due in found if (due.participant.pk, due.source) not in confirmed]
    return sorted(waiting, key=lambda due: (due.day, due.title, due.participant.family_name.casefold(), due.key))


def number_to_confirm() -> int:
    """For how many `to_confirm` waits, counted by the database; none where certificates are issued by themselves."""
    if not conf.get("CERTIFICATES_CONFIRMED"):
        return 0
    credits_ = due_events().exclude(pk__in=confirmed_events().values("pk"))
    completions = due_courses().exclude(pk__in=confirmed_courses().values("pk"))
    return credits_.count() + completions.count()


def how_many_due() -> int:
    """How many certificates are to be issued."""
    return due_events().count() + due_courses().count()


def due_of_credit(credit: Credit) -> Due:
    """The certificate of a training day or webinar."""
    return Due(credit.participant, credit.source, credit.course_key, credit.title, credit=credit)


def due_of_completion(completion: CourseCompletion) -> Due:
    """The certificate of a course."""
    enrolment = completion.enrolment
    source = f"{COURSE}{enrolment.course_key}"
    return Due(enrolment.participant, source, enrolment.course_key, enrolment.course_title, completion=completion)


def due_again(certificate: Certificate) -> Due | None:
    """What a certificate would be issued for today; None when nothing supports it any more."""
    person = certificate.participant
    if certificate.kind == Kind.EVENT:
        credit = Credit.objects.filter(participant=person, source=certificate.source, minutes__gt=0).first()
        return due_of_credit(credit) if credit else None
    found = CourseCompletion.objects.filter(
        enrolment__participant=person, enrolment__course_key=certificate.course_key
    ).select_related("enrolment__participant", "enrolment__body")
    completion = found.order_by("pk").last()
    return due_of_completion(completion) if completion else None


def certificates_of(participant: Participant) -> QuerySet[Certificate]:
    """All that were issued to a person, the last first."""
    return Certificate.objects.filter(participant=participant).select_related("replaced_by")


def certificates_of_body(body: Body) -> QuerySet[Certificate]:
    """Those that count of the people who are of a body now, issued while they were of it."""
    found = Certificate.objects.filter(participant__body=body, body=body, state=Certificate.State.VALID)
    return found.select_related("participant").order_by("year", "number")


def certificates_of_event(event_pk: int) -> QuerySet[Certificate]:
    """Those that count for one training day or webinar."""
    return Certificate.objects.filter(source=f"{EVENT}{event_pk}", state=Certificate.State.VALID).order_by(
        "year", "number"
    )


def by_code(code: str) -> Certificate | None:
    """The certificate of a code, if there is one."""
    return Certificate.objects.filter(code=code).select_related("replaced_by").first()


def by_digest(digest: str) -> Certificate | None:
    """The certificate whose file this is, to the last byte."""
    return Certificate.objects.filter(file__sha256=digest).select_related("replaced_by").first()


def file_of(certificate: Certificate) -> bytes:
    """The PDF as it was issued."""
    return bytes(CertificateFile.objects.values_list("content", flat=True).get(certificate=certificate))


def last_of(certificate: Certificate) -> Certificate:
    """The one that counts now in its place, however often it was replaced."""
    seen = {certificate.pk}
    while certificate.replaced_by is not None and certificate.replaced_by_id not in seen:
        certificate = certificate.replaced_by
        seen.add(certificate.pk)
    return certificate


def open_reports(certificates: Iterable[Certificate]) -> dict[int, ErrorReport]:
    """The error reported and not looked at yet of each certificate that has one, in one query."""
    found = ErrorReport.objects.filter(certificate__in=list(certificates), handled_at=None)
    return {report.certificate_id: report for report in found}


def words_of(kind: str) -> CertificateTemplate:
    """The words in force for a kind: the secretariat's own, else those that come with the product, not saved."""
    own = CertificateTemplate.objects.filter(kind=kind).first()
    if own is not None:
        return own
    return CertificateTemplate(
        kind=kind,
        title=_("Certificate of attendance"),
        sentence=_("attended ${attivita} ${titolo}, ${quando}, for ${ore} of ${ore_totali}.")
        if kind == Kind.EVENT
        else _("completed the course ${titolo}, ${quando}."),
        office=settings.WAGTAIL_SITE_NAME,
        funding=conf.get("FUNDING_LINE"),
    )


def pictures_of(template: CertificateTemplate) -> list[CertificatePicture]:
    """Its logos and its signature; none while its words are those of the product."""
    return list(template.pictures.all()) if not template._state.adding else []


@dataclass(frozen=True)
class Progress:
    """How far a batch of confirmed certificates is."""

    asked: int
    issued: int
    left: int  # still due

    @property
    def is_over(self) -> bool:
        """Nothing left to do."""
        return self.left == 0


def still_due(batch: UUID) -> set[tuple[int, str]]:
    """Of a batch, what is not issued yet and still to be: participant and source."""
    mine = Confirmation.objects.filter(batch=batch)
    of_batch = mine.filter(participant=OuterRef("participant"), source=OuterRef("source"))
    found = set(due_events().filter(Exists(of_batch)).values_list("participant", "source"))
    of_course = mine.filter(
        kind=Kind.COURSE, participant=OuterRef("enrolment__participant"), course_key=OuterRef("enrolment__course_key")
    )
    courses = due_courses().filter(Exists(of_course)).values_list("enrolment__participant", "enrolment__course_key")
    return found | {(person, f"{COURSE}{key}") for person, key in courses}


def progress_of(batch: UUID) -> Progress:
    """How many of a batch were issued, and how many are still due."""
    mine = Confirmation.objects.filter(batch=batch)
    issued = Certificate.objects.filter(
        participant=OuterRef("participant"), source=OuterRef("source"), state__in=Certificate.SETTLED
    )
    asked, done = mine.count(), mine.filter(Exists(issued)).count()
    return Progress(asked, done, len(still_due(batch)))
