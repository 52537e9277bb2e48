"""Every `COURSES_*` setting, its default and its meaning. No other module reads them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.module_loading import import_string

DEFAULTS: dict[str, Any] = {
    # Participants belong to a body (a municipality or supra-municipal body). False: the host has no bodies.
    "REQUIRE_BODY": True,
    # Inhabitants (lowest, highest), both included, of the municipalities the programme addresses. None: all.
    "POPULATION_RANGE": None,
    # Days in person and webinars the programme has promised: figures on pages and targets of reports.
    "PLANNED_DAYS": 0,
    "PLANNED_WEBINARS": 0,
    # Version of the privacy notice now published; acknowledgements keep the version they saw.
    "PRIVACY_NOTICE_VERSION": "1",
    # Where the privacy notice is read (a path or a full address).
    "PRIVACY_NOTICE_URL": "/privacy/",
    # The host's templates have in `{% live %}` (of `editions_tags`) all that changes from reader to reader: pages of
    # courses and the calendar are drawn once for all, and kept until somebody changes the content.
    "DRAW_ONCE": False,
    # Whether a document that no page offers is served to whoever knows its address, as Wagtail does.
    "SERVE_UNUSED_DOCUMENTS": True,
    # Where a visitor registers: a path or the name of an address. By default: sign in, then say who you are.
    "SIGN_UP_URL": "courses:own_data",
    # Who makes the account of an invited official: the dotted path of a function (request, *, email, given_name,
    # family_name, take_up) that makes it, calls `take_up(user=user)` in the same transaction, signs the person in and
    # returns where to go on; None when the address has an account. Empty: invited people sign in or register.
    "ACCOUNT_MAKER": "",
    # The site's address, for the links in letters; empty: WAGTAILADMIN_BASE_URL.
    "BASE_URL": "",
    # Officials start when their body has joined. False: when their municipality is in range.
    "REQUIRE_ADHESION": False,
    # Adhesions with proof of bodies that may join are accepted without the secretariat.
    "ACCEPT_ADHESIONS": True,
    # The sender of letters; empty: the host's DEFAULT_FROM_EMAIL.
    "LETTERS_FROM": "",
    # Letters are handed over, and small files of people worked on, in the request that asked for it once it is
    # committed. False: the worker does it a few seconds later, and no request waits for a mail server.
    "WORK_AT_COMMIT": True,
    # Where files that no address serves are kept; empty: a folder «private» beside MEDIA_ROOT, never inside it.
    "PRIVATE_ROOT": "",
    # The name in STORAGES of another place for them, as a bucket that several machines share; empty: that folder.
    "PRIVATE_STORAGE": "",
    # What every document of the programme says of who pays for it.
    "FUNDING_LINE": "",
    # Who knows the «codice unico di progetto» that papers and certificates carry: the dotted path of a function () that
    # returns it, so that it has one home, in the host's own texts. Empty: papers have no line for it.
    "CUP_READER": "",
    # Officials of municipalities that may not join take part through their union or social area: shown as such.
    "THROUGH_UNIONS": True,
    # The parts of a training day and of a webinar, as a new event proposes them: (part, from, to), local time.
    "DAY_SLOTS": (("morning", "09:00", "13:00"), ("afternoon", "14:00", "16:00")),
    "WEBINAR_SLOTS": (("connection", "11:00", "12:30"),),
    # Seats and minimum that a new event proposes.
    "DAY_SEATS": (40, 12),
    "WEBINAR_SEATS": (300, 0),
    # Seats that one body may have at an event, unless the event says otherwise; beyond it, the waiting list. None: all.
    "SEATS_PER_BODY": None,
    # Seats that one body may keep at an event without a name yet, so that none closes a day to all others. None: all.
    "HELD_SEATS_PER_BODY": 10,
    # Days before a training day, at whose end: booking closes, a place may no longer be given up, freed seats are no
    # longer offered, seats held without a name are freed. A webinar is booked until it starts.
    "BOOKING_CLOSES_DAYS": 3,
    "CANCEL_UNTIL_DAYS": 5,
    "PROMOTION_UNTIL_DAYS": 2,
    "HELD_SEATS_FREED_DAYS": 10,
    # Working days within which an offered seat is accepted, and before an event in which several are asked at once.
    "OFFER_WORKING_DAYS": 2,
    "RUSH_WORKING_DAYS": 5,
    # Days before an event on which those booked are reminded of it.
    "REMINDER_DAYS": (7, 1),
    # Part of a webinar's minutes, in per cent, that somebody must have been present for.
    "WEBINAR_THRESHOLD": 75,
    # Certificates are issued by themselves when a register is closed or a course completed. True: they wait until the
    # secretariat has confirmed them.
    "CERTIFICATES_CONFIRMED": False,
    # Days after which named people who never answered, and forms of adhesion never sent, are deleted. None: never.
    "FORGET_SILENT_DAYS": 60,
    # Hours of training that a public employee is to have each year (directive of the Minister for public administration
    # of 14 January 2025): what «Le mie ore» compares the hours attended with. 0: with nothing.
    "YEARLY_HOURS": 40,
    # Days a questionnaire stays open, after which those who have not answered are reminded once, and after an event
    # when the one about what came of it opens.
    "SURVEY_DAYS": 14,
    "SURVEY_REMINDER_DAYS": 5,
    "SURVEY_FOLLOW_UP_DAYS": 90,
    # The day (ISO: «2030-12-31») on which the duty of keeping the programme's accounts ends; empty: not known yet. From
    # then on people are made anonymous, and scans and signed forms deleted.
    "DUTY_ENDS": "",
    # Whether until then the accounts need by name who was present: a person who asks is limited instead of erased.
    # False: registers under pseudonyms and scans are enough, and who asks is erased at once.
    "DUTY_KEEPS_NAMES": True,
    # Months after which the trail, letters that left, and answered requests about data are deleted. None: never.
    "AUDIT_MONTHS": 24,
    "LETTERS_MONTHS": 24,
    "DATA_REQUESTS_MONTHS": 60,
    # Days after which a list that was made into a file is deleted, and rows beyond which it is made in the background.
    "EXPORT_DAYS": 7,
    "EXPORT_AT_ONCE": 5_000,
    # Whether `seed_scale` may fill the database with an invented programme. Never in production.
    "ALLOW_MADE_UP_DATA": False,
    # Minutes after which the figures of the dashboard are counted anew.
    "FIGURES_MINUTES": 15,
    # The key of the seals of registers: whoever has it can make a seal. Never changed, or old seals look broken. Empty:
    # SECRET_KEY.
    "SEAL_KEY": "",
    # Whom a person writes to or rings when the site cannot help: shown in messages.
    "SECRETARIAT_EMAIL": "",
}


def get(name: str) -> Any:
    """The value of `COURSES_<name>`. Raises KeyError for a name that is not a setting of this plug-in."""
    return getattr(settings, f"COURSES_{name}", DEFAULTS[name])


def cup() -> str:
    """The project's code as the host has it now; empty for none."""
    reader = get("CUP_READER")
    return import_string(reader)() if reader else ""


def absolute(path: str) -> str:
    """The full address of a path of this site, for letters and documents."""
    return (get("BASE_URL") or settings.WAGTAILADMIN_BASE_URL).rstrip("/") + path


class PrivateStorage(FileSystemStorage):
    """Files that have no address: a view that asks who wants them hands them out."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Storage:
        """The folder, or the place that `COURSES_PRIVATE_STORAGE` names: models ask once, when they are loaded."""
        alias = get("PRIVATE_STORAGE")
        return storages[alias] if alias else super().__new__(cls)

    @property
    def base_location(self) -> str:
        """The folder of `COURSES_PRIVATE_ROOT`."""
        return str(get("PRIVATE_ROOT") or Path(settings.MEDIA_ROOT).resolve().parent / "private")

    @property
    def location(self) -> str:
        """The same, in full."""
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        """There is none."""
        raise ValueError("A private file has no address.")
