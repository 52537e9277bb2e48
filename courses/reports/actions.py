"""The secretariat's actions that need more than one room."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from courses.adhesion.actions import follow_address
from courses.audit.actions import Author, record
from courses.catalogue.queries import live_activities
from courses.enrolment.models import Enrolment
from courses.errors import NotAllowed
from courses.people.actions import correct_email, correct_names, create_participant
from courses.people.models import Participant
from courses.progress.actions import change_rule, complete_due, move_to_newest_rule, override
from courses.progress.models import Completion
from courses.reports.models import SavedReport
from courses.reports.rules import may_complete_for, may_delete_report
from courses.territory.actions import body_of_municipality
from courses.territory.models import Body, Municipality, fold


class Namesake(NotAllowed):
    """Somebody of this name is there already: `participant`."""

    def __init__(self, participant: Participant) -> None:
        self.participant = participant
        super().__init__(
            _("%(name)s is already registered in this body. If it is another person, say so below.")
            % {"name": participant}
        )


@transaction.atomic
def register_by_telephone(
    *,
    given_name: str,
    family_name: str,
    municipality: Municipality | None,
    other_body: Body | None,
    another_person: bool,
    author: Author,
    **person: Any,
) -> Participant:
    """An official rings up and the secretariat registers them. The same name in the same body is asked about first.

    So a form sent twice makes one participant. Raises Namesake, or NotAllowed when the body is missing.
    """
    body = body_of_municipality(municipality=municipality) if municipality else other_body
    if body is not None:
        # two of the same name at once: the second sees the first
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if not another_person:
        known = _namesake(given_name, family_name, body)
        if known is not None:
            raise Namesake(known)
    return create_participant(given_name=given_name, family_name=family_name, body=body, author=author, **person)


@transaction.atomic
def correct_contact(
    *, participant: Participant, given_name: str, family_name: str, email: str, author: Author
) -> Participant:
    """Put names and address right, each by its own action; what is right already is left alone.

    An open invitation goes to the right address, and the link sent to the wrong one is dead.
    """
    if (given_name, family_name) != (participant.given_name, participant.family_name):
        correct_names(participant=participant, given_name=given_name, family_name=family_name, author=author)
    if email != participant.email:
        correct_email(participant=participant, email=email, author=author)
        follow_address(participant=participant, author=author)
    return participant


@transaction.atomic
def complete_for(*, enrolment: Enrolment, activity_key: UUID, reason: str, author: Author) -> Completion:
    """The secretariat completes one of the course's live activities for an enrolled person.

    Raises NotAllowed for a withdrawn enrolment or an activity that is not the course's (any more), ReasonMissing.
    """
    answer = may_complete_for(enrolment)
    if not answer:
        raise NotAllowed(answer.reason)
    activity = live_activities(enrolment.course_key).select_related("module", "course").filter(key=activity_key).first()
    if activity is None:
        raise NotAllowed(_("This activity is no longer part of the course."))
    return override(participant=enrolment.participant, activity=activity, reason=reason, author=author)


def _namesake(given_name: str, family_name: str, body: Body | None) -> Participant | None:
    folded = fold(f"{family_name} {given_name} {family_name}")
    return Participant.objects.filter(search_text=folded, body=body).order_by("pk").first()


@transaction.atomic
def change_what_a_course_asks(*, course_key: str, also_under_way: bool, author: Author, **rule: Any) -> int:
    """The next version of a course's rule; on purpose for enrolments under way too, of which some may now complete.

    Returns how many of those go by it.
    """
    key = UUID(course_key)
    change_rule(course_key=key, author=author, **rule)
    if not also_under_way:
        return 0
    moved = move_to_newest_rule(course_key=key, author=author)
    complete_due(course_key=key)
    return moved


@transaction.atomic
def save_report(*, source: type[Model], name: str, question: str, author: Author) -> SavedReport:
    """Keep what is asked of a list under a name, for everybody who may see the list.

    Raises NotAllowed when one of this list is called so already, in capitals or not.
    """
    label = source._meta.label_lower
    try:
        with transaction.atomic():
            report = SavedReport.objects.create(source=label, name=name, question=question, author=author)
    except IntegrityError:
        raise NotAllowed(
            _("A saved list is called «%(name)s» already: choose another name, or delete that one first.")
            % {"name": name}
        ) from None
    record(author=author, action="savedreport.save", subject=report, list=label)
    return report


@transaction.atomic
def delete_report(*, report: SavedReport, author: Author) -> None:
    """The name goes, the rows of the list stay. Raises NotAllowed for who did not save it."""
    verdict = may_delete_report(report, author)
    if not verdict:
        raise NotAllowed(verdict.reason)
    record(author=author, action="savedreport.delete", subject=report, list=report.source)
    report.delete()
