"""What may happen to a certificate after its issue: flagged, put right, annulled, issued again. Never changed."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.certificates.issuing import issue_one
from courses.certificates.letters import REISSUED, write_issued, write_reported
from courses.certificates.models import Certificate, ErrorReport, Kind
from courses.certificates.queries import due_again
from courses.certificates.rules import Verdict, may_annul, may_issue_again, may_reissue, may_report
from courses.errors import NotAllowed, ReasonMissing
from courses.people.actions import correct_names
from courses.people.models import Participant
from courses.progress.models import Credit
from courses.progress.queries import hours_of

State = Certificate.State


@transaction.atomic
def reissue(*, certificate: Certificate, given_name: str, family_name: str, reason: str, author: Author) -> Certificate:
    """Put the person's name right, and issue a new certificate with what is true now; the old one says by which.

    Reports of errors on the old one are settled. Raises ReasonMissing, and NotAllowed for one that no longer counts or
    for which no minute was credited any more.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write why a new certificate is issued."))
    certificate = _locked(certificate)
    _refuse_unless(may_reissue(certificate))
    person = certificate.participant
    if (person.given_name, person.family_name) != (given_name.strip(), family_name.strip()):
        correct_names(participant=person, given_name=given_name, family_name=family_name, author=author)
    due = due_again(certificate)
    if due is None:
        raise NotAllowed(_("No minute is credited for this any more: annul the certificate instead."))
    # the old one steps back first: one live certificate for each thing
    Certificate.objects.filter(pk=certificate.pk).update(state=State.REPLACED, flagged=False, reason=reason.strip())
    new = issue_one(due=due, author=author, letter=False)
    Certificate.objects.filter(pk=certificate.pk).update(replaced_by=new)
    _settle_reports(certificate, _("Put right by certificate no. %(number)s") % {"number": new.label}, author)
    record(author=author, action="certificate.reissue", subject=certificate, reason=reason.strip(), new=new.pk)
    write_issued([new], REISSUED)
    return new


@transaction.atomic
def annul(*, certificate: Certificate, reason: str, author: Author) -> None:
    """It counts no more, and is not issued again by itself; the reason is kept, and told to nobody outside.

    Raises ReasonMissing, NotAllowed for one that no longer counts.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write why the certificate is annulled: the reason is kept with it."))
    certificate = _locked(certificate)
    _refuse_unless(may_annul(certificate))
    Certificate.objects.filter(pk=certificate.pk).update(
        state=State.ANNULLED,
        annulled_at=timezone.now(),
        annulled_by=_known(author),
        reason=reason.strip(),
        flagged=False,
    )
    _settle_reports(certificate, _("Annulled"), author)
    record(author=author, action="certificate.annul", subject=certificate, reason=reason.strip())


@transaction.atomic
def issue_again(*, certificate: Certificate, reason: str, author: Author) -> Certificate:
    """It was annulled, and is due again: a new one is issued with what is true now, and the annulled one leads there.

    Raises ReasonMissing, and NotAllowed for one that was not annulled, that something followed already, or for which
    nothing is credited.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write why the certificate is issued again: the reason is kept with it."))
    certificate = _locked(certificate)
    _refuse_unless(may_issue_again(certificate))
    counts = Certificate.objects.filter(
        participant=certificate.participant, source=certificate.source, state=State.VALID
    ).first()
    if counts is not None:
        raise NotAllowed(_("The person has a certificate for this already: no. %(number)s.") % {"number": counts.label})
    due = due_again(certificate)
    if due is None:
        raise NotAllowed(_("No minute is credited for this: correct the register first, then issue it again."))
    new = issue_one(due=due, author=author)
    Certificate.objects.filter(pk=certificate.pk).update(replaced_by=new)
    record(author=author, action="certificate.issue_again", subject=certificate, reason=reason.strip(), new=new.pk)
    return new


@transaction.atomic
def report_error(*, certificate: Certificate, text: str, author: Author) -> ErrorReport:
    """The person says what is wrong; the secretariat is told. Raises NotAllowed while an earlier report is open."""
    if not text.strip():
        raise ReasonMissing(_("Write what is wrong, and how it should be."))
    is_open = certificate.reports.filter(handled_at=None).exists()
    _refuse_unless(may_report(certificate, is_open=is_open))
    try:
        with transaction.atomic():
            report = ErrorReport.objects.create(certificate=certificate, text=text.strip())
    except IntegrityError as error:  # a second tab
        raise NotAllowed(may_report(certificate, is_open=True).reason) from error
    record(author=author, action="certificate.report_error", subject=certificate)
    write_reported(report)
    return report


@transaction.atomic
def settle_report(*, certificate: Certificate, outcome: str, author: Author) -> None:
    """The secretariat has looked, and the certificate is right: the report is closed. Raises ReasonMissing."""
    if not outcome.strip():
        raise ReasonMissing(_("Write what you found: it stays with the report."))
    if not _settle_reports(certificate, outcome.strip()[:300], author):
        raise NotAllowed(_("There is no report to settle: somebody did it a moment ago."))
    record(author=author, action="certificate.settle_report", subject=certificate, reason=outcome.strip())


@transaction.atomic
def compare_with_register(*, participant: Participant, author: Author) -> int:
    """Presences were corrected: flag the certificates that now say otherwise, unflag those that no longer do.

    That of a course says too much only when fewer hours are left than it states. None is ever deleted. Returns how
    many differ.
    """
    credited = dict(Credit.objects.filter(participant=participant).values_list("source", "minutes"))
    differing = 0
    for certificate in Certificate.objects.filter(participant=participant, state=State.VALID):
        if certificate.kind == Kind.EVENT:
            differs = credited.get(certificate.source, 0) != certificate.minutes
        else:
            differs = hours_of(participant, certificate.course_key).present < certificate.minutes
        differing += differs
        if differs != certificate.flagged:
            Certificate.objects.filter(pk=certificate.pk).update(flagged=differs)
            action = "certificate.flag" if differs else "certificate.unflag"
            record(author=author, action=action, subject=certificate)
    return differing


def _locked(certificate: Certificate) -> Certificate:
    """As it is now, and nobody else's until the end."""
    found = Certificate.objects.select_for_update(of=("self",)).select_related("participant")
    return found.get(pk=certificate.pk)


def _refuse_unless(answer: Verdict) -> None:
    if not answer:
        raise NotAllowed(answer.reason)


def _settle_reports(certificate: Certificate, outcome: str, author: Author) -> int:
    return certificate.reports.filter(handled_at=None).update(
        handled_at=timezone.now(), handled_by=_known(author), outcome=outcome
    )


def _known(author: Author) -> Author:
    return author if author is not None and author.is_authenticated else None
