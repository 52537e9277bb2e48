"""People to try the site with: invented, the same every time, never in production."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from courses import conf
from courses.adhesion.actions import (
    accept_adhesion,
    confirm_adhesion,
    save_contact,
    save_officials,
    send_adhesion,
    start_adhesion,
)
from courses.adhesion.models import Adhesion
from courses.adhesion.queries import live_adhesion_of
from courses.agenda.actions import KINDS
from courses.catalogue.models import Activity, ActivityMixin, CoursePage
from courses.catalogue.queries import outline_of
from courses.enrolment.actions import enrol, register
from courses.enrolment.models import Enrolment, State
from courses.people.actions import create_participant
from courses.people.models import Participant
from courses.progress.actions import complete, record_credit
from courses.progress.models import Completion, CourseCompletion, Credit
from courses.territory.actions import body_of_municipality
from courses.territory.models import Body, Municipality
from courses.territory.queries import resolve
from home.loading.files import CONTENT, ContentError, read
from home.queries import main_course

DEMO = CONTENT / "demo.yaml"
ELSEWHERE = "Ha partecipato a una giornata prima che il registro fosse tenuto su questo sito."


def load_accounts(password: str) -> Iterator[tuple[str, str]]:
    """The accounts of the demonstration, each with what it is; those that exist stay as they are."""
    for row in read(DEMO)["accounts"]:
        yield row["email"], _account(row, password)


def load_people(password: str) -> Iterator[str]:
    """The participants that make the lists look alive; yields the name of each one created."""
    for row in read(DEMO)["people"]:
        known = Participant.objects.filter(given_name=row["given_name"], family_name=row["family_name"])
        if not known.exists():
            with transaction.atomic():
                yield str(_person(row, password))


def load_adhesions() -> Iterator[str]:
    """The bodies that have joined, by the same steps as on the site; yields the name of each one that joins now.

    The named ones first, then those whose official is also the contact.
    """
    content = read(DEMO)
    people = [row for row in content["people"] if not row.get("waits")]
    for row in content["adhesions"] + [{"place": row["place"], "contact": row} for row in people]:
        body = body_of_municipality(municipality=_municipality(row["place"]))
        if live_adhesion_of(body) is None:
            with transaction.atomic():
                yield str(_adhesion(body, row["contact"], row.get("officials", [])))


def load_past() -> None:
    """Give those who were created just now, and whose bodies have joined, some weeks of reading."""
    content = read(DEMO)
    for row in [row for row in content["accounts"] if row.get("place")] + content["people"]:
        just_now = Participant.objects.filter(created_at__gt=timezone.now() - timedelta(hours=12))
        person = just_now.filter(given_name=row["given_name"], family_name=row["family_name"]).first()
        if person is not None:
            with transaction.atomic():
                _give_a_past(person, row)


def _adhesion(body: Body, contact: dict[str, str], officials: list[dict[str, str]]) -> Adhesion:
    adhesion = start_adhesion(body=body)
    person = {name: contact[name] for name in ("given_name", "family_name", "role")} | {"email": _email_of(contact)}
    save_contact(adhesion=adhesion, **{f"contact_{name}": value for name, value in person.items()})
    save_officials(adhesion=adhesion, officials=officials)
    confirm_adhesion(adhesion=send_adhesion(adhesion=adhesion, notice_version=conf.get("PRIVACY_NOTICE_VERSION")))
    if adhesion.state == Adhesion.State.SUBMITTED:
        accept_adhesion(adhesion=adhesion, author=None)
    return adhesion


@transaction.atomic
def _account(row: dict[str, Any], password: str) -> str:
    users = get_user_model().objects
    if not users.filter(email=row["email"]).exists():
        if row.get("place"):
            _person(row, password)
        else:
            user = _user(row["email"], row, password)
            user.groups.add(*Group.objects.filter(name__in=row.get("groups", [])))
    return ", ".join(row.get("groups", [])) or row.get("place", "admin")


def _person(row: dict[str, Any], password: str) -> Participant:
    municipality = _municipality(row["place"])
    person = {name: row[name] for name in ("given_name", "family_name", "role", "gender")}
    email = _email_of(row)
    if row.get("email") or row.get("account"):
        user = _user(email, row, password)
        version = conf.get("PRIVACY_NOTICE_VERSION")
        participant, _enrolment = register(
            user=user, municipality=municipality, email=email, notice_version=version, **person
        )
    else:
        body = body_of_municipality(municipality=municipality)
        participant = create_participant(body=body, author=None, **person)
        course = main_course()
        if course is not None:
            enrol(participant=participant, course=course, author=None)
    return participant


def _user(email: str, row: dict[str, Any], password: str) -> Any:
    create = getattr(get_user_model().objects, "create_superuser" if row.get("superuser") else "create_account")
    return create(email, password, first_name=row["given_name"], last_name=row["family_name"])


def _municipality(place: str) -> Municipality:
    found = resolve(place)
    if found is None:
        raise ContentError(f"there is no municipality {place}: import the municipalities first")
    return found


def _email_of(row: dict[str, Any]) -> str:
    return row.get("email") or f"{_words(row['given_name'])}.{_words(row['family_name'])}@example.org"


def _words(name: str) -> str:
    return slugify(name).replace("-", "")


def _give_a_past(participant: Participant, row: dict[str, Any]) -> None:
    """Complete a share of the course, as if the person had registered some weeks ago and read a little at a time."""
    start = timezone.now() - timedelta(days=row["days"])
    Participant.objects.filter(pk=participant.pk).update(created_at=start, affiliated_since=start.date())
    enrolment = participant.enrolments.first()
    if enrolment is None:
        return
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=start)
    enrolment.changes.update(at=start)
    if enrolment.state != State.ACTIVE:
        return
    activities = _share(enrolment, row["done"])
    for number, activity in enumerate(activities, start=1):
        moment = start + timedelta(days=row["days"] * number / (len(activities) + 1))
        if activity.completed_by == ActivityMixin.CompletedBy.READER:
            how = {"method": Completion.Method.READER}
        else:
            _credit(participant, activity, moment.date())
            how = {"method": Completion.Method.SECRETARIAT, "reason": ELSEWHERE}
        done = complete(participant=participant, activity=activity, author=participant.user, **how)
        Completion.objects.filter(pk=done.pk).update(completed_at=moment)
        CourseCompletion.objects.filter(enrolment=enrolment).update(completed_at=moment)


def _credit(participant: Participant, activity: Activity, day: date) -> None:
    """The hours of a day that no register of this site holds."""
    record_credit(
        participant=participant,
        course_key=activity.course_key,
        activity_key=activity.key,
        source=f"demo:{activity.key}",
        title=activity.page.title,
        kind=KINDS.get(activity.kind, Credit.Kind.OTHER),
        minutes=activity.minutes,
        of_minutes=activity.minutes,
        credited_on=day,
        author=None,
    )


def _share(enrolment: Enrolment, share: float) -> list[Activity]:
    course = CoursePage.objects.get(translation_key=enrolment.course_key)
    required = [activity for activity in outline_of(course).activities if activity.required]
    return required[: round(len(required) * share)]
