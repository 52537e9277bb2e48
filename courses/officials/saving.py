"""Saving the people of a file by the rules that name one official, many in a few queries."""

import logging
from collections.abc import Sequence

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.adhesion.actions import invite, invite_new
from courses.adhesion.queries import joined_among
from courses.enrolment.actions import enrol_new
from courses.errors import CoursesError
from courses.officials.models import ImportRow, PeopleImport
from courses.officials.rules import LONGEST_MESSAGE, TO_SAVE, Known, Outcome, judge_all, place_of
from courses.people.actions import correct_email, create_participants
from courses.people.models import Participant
from courses.people.queries import names_in, participant_of
from courses.people.rules import role_called
from courses.territory.actions import bodies_of_municipalities
from courses.territory.models import Body
from courses.territory.queries import Gazetteer

logger = logging.getLogger(__name__)
REFUSALS = (CoursesError, IntegrityError, DataError, ValueError)


def known_about(people_import: PeopleImport, gazetteer: Gazetteer | None, rows: Sequence[ImportRow]) -> Known:
    """What the rows are judged by, in three queries whatever their number."""
    known = Known(own=people_import.body, gazetteer=gazetteer)
    bodies = [people_import.body] if people_import.body else _bodies_named(rows, known)
    known.bodies = {body.municipality_id: body for body in bodies}
    if rows:
        known.joined = joined_among(bodies)
        known.there = names_in(bodies)
    return known


def write_down(rows: Sequence[ImportRow]) -> None:
    """Write what became of the rows, in one query: an update of each would be hundreds, a CASE of all is slow."""
    changed = ["outcome", "message", "body", "participant", "applied_at"]
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=changed)


class Saving:
    """Saves the rows of one file, batch after batch."""

    def __init__(self, people_import: PeopleImport, gazetteer: Gazetteer | None) -> None:
        self.people_import = people_import
        self.gazetteer = gazetteer
        # the secretariat's letters say «the secretariat»
        contact = participant_of(people_import.author) if people_import.body_id and people_import.author else None
        self.named_by = contact.full_name if contact else ""

    def save(self, rows: Sequence[ImportRow]) -> None:
        """Save the rows; one that cannot be saved is told so and loses none of the others."""
        try:
            with transaction.atomic():
                self._save_together(rows)
        except REFUSALS as refusal:
            if len(rows) > 1:
                half = len(rows) // 2
                self.save(rows[:half])
                self.save(rows[half:])
            else:
                self._refuse(rows[0], refusal)

    def _save_together(self, rows: Sequence[ImportRow]) -> None:
        """Judged again, since the file was checked a while ago; then as `name_official` does for one."""
        now, fresh = timezone.now(), []
        for row, judged in judge_all(rows, self._known_under_lock(rows)):
            row.outcome, row.message, row.applied_at = judged.outcome, judged.message, now
            row.participant_id = judged.participant_id
            row.body_id = judged.place.body.pk if judged.place.body else None
            if judged.outcome in TO_SAVE and judged.participant_id:
                self._add_address(row)
            elif judged.outcome in TO_SAVE:
                fresh.append((row, _person_of(row, judged.place.body)))
        people, author = [person for _row, person in fresh], self.people_import.author
        create_participants(people=people, author=author)
        enrol_new(people=people, author=author)
        if self.people_import.invites:
            invited = [person for row, person in fresh if row.outcome == Outcome.NEW and person.email]
            invite_new(people=invited, author=author, named_by=self.named_by)
        for row, person in fresh:
            row.participant = person
        write_down(rows)

    def _add_address(self, row: ImportRow) -> None:
        """Who was there without an address gets one, and is invited if the body has joined."""
        person, author = Participant.objects.get(pk=row.participant_id), self.people_import.author
        correct_email(participant=person, email=row.email, author=author)
        if self.people_import.invites and row.outcome == Outcome.NEW:
            invite(participant=person, author=author, named_by=self.named_by)

    def _known_under_lock(self, rows: Sequence[ImportRow]) -> Known:
        """The bodies are made where there are none and locked, in one order: whoever names somebody now comes after."""
        known = Known(own=self.people_import.body, gazetteer=self.gazetteer)
        if self.people_import.body:
            bodies = Body.objects.filter(pk=self.people_import.body_id)
        else:
            places = {place.body.municipality for row in rows if (place := place_of(row, known)).body}
            bodies_of_municipalities(municipalities=places)
            bodies = Body.objects.filter(municipality__in=places)
        list(bodies.select_for_update().order_by("pk").values_list("pk"))
        return known_about(self.people_import, self.gazetteer, rows)

    def _refuse(self, row: ImportRow, refusal: Exception) -> None:
        logger.warning("Row %s of an import of people was refused: %s", row.pk, type(refusal).__name__)
        words = _("It could not be saved: look whether something in it is odd, and send it again.")
        row.outcome, row.applied_at, row.participant = Outcome.WRONG, timezone.now(), None
        row.message = (refusal.message if isinstance(refusal, CoursesError) else words)[:LONGEST_MESSAGE]
        write_down([row])


def _person_of(row: ImportRow, body: Body) -> Participant:
    names = {"given_name": row.given_name, "family_name": row.family_name}
    return Participant(**names, email=row.email, role=role_called(row.role), body=body)


def _bodies_named(rows: Sequence[ImportRow], known: Known) -> list[Body]:
    places = (place_of(row, known) for row in rows)
    codes = {place.body.municipality_id for place in places if place.body}
    return list(Body.objects.filter(municipality__in=codes).select_related("municipality", "province__region"))
