"""A small whole site: every kind of page, record and file, and one account for each of the design's roles."""

from dataclasses import dataclass, field
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Workflow

from courses.adhesion.actions import invite
from courses.booking.actions import renew_calendar_key
from courses.catalogue.models import CaseStudyPage
from courses.enrolment.actions import change_state, register
from courses.enrolment.models import State
from courses.groups import APPROVERS, AUDITORS, EDITORS, SECRETARIAT
from courses.people.models import Role
from courses.post.models import Letter
from courses.post.queries import letters_about
from home.loading.editorial import set_up_editing
from home.models import BarrierReport, PageFeedback
from tests.factories.adhesion import make_accepted, make_submitted
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_webinar_page
from tests.factories.booking import make_booking
from tests.factories.catalogue import add, make_course, make_document, make_index, make_lesson, make_module
from tests.factories.home import make_home, make_page
from tests.factories.people import make_participant, make_user
from tests.factories.progress import read
from tests.factories.territory import make_municipality

STAFF = {
    **{"editor": (EDITORS,), "approver": (APPROVERS,), "secretariat": (SECRETARIAT,), "auditor": (AUDITORS,)},
    "superuser": (),
}
PEOPLE = ("participant", "other_participant", "contact", "teacher")
ROLES = ("visitor", *PEOPLE, *STAFF)
PASSWORD = "una parola lunga"
PERSON, DRAFT = "Zyxpersona", "Zyxriservato"


@dataclass
class World:
    """What `make_world` made, by name, and a browser for each role."""

    things: SimpleNamespace
    users: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.things, name)

    def browser(self, role: str) -> Client:
        """A browser in which this role has signed in; a fault of the server is an answer, not an exception."""
        client = Client(raise_request_exception=False)
        if role != "visitor":
            client.force_login(self.users[role])
        return client


def make_world() -> World:
    """The site. PERSON stands in every personal datum, DRAFT in every text that is not for everybody."""
    things = SimpleNamespace(home=make_home())
    set_up_editing(things.home)
    _make_pages(things)
    world = World(things)
    _make_accounts(world)
    _make_records(world)
    _make_drafts(world)
    return world


def make_picture(size: tuple[int, int] = (40, 30), kind: str = "PNG", name: str = "figura.png") -> ImageFile:
    """A picture of one colour."""
    file = BytesIO()
    Picture.new("RGB", size, "navy").save(file, kind)
    return ImageFile(BytesIO(file.getvalue()), name)


def _make_pages(things: SimpleNamespace) -> None:
    things.page = make_page(things.home)
    things.index = make_index()
    things.course = make_course(things.index)
    things.module, things.second = make_module(things.course, "uno"), make_module(things.course, "due")
    things.document = make_document("scheda.txt", DRAFT.encode())
    things.loose = make_document("da-parte.txt", DRAFT.encode(), title=f"Da parte {DRAFT}")
    text = ("paragraph", f"<p>Per gli iscritti: {DRAFT}.</p>")
    offered = ("document", {"document": things.document, "title": "Scheda", "note": ""})
    things.lesson = make_lesson(things.module, "prima", body=[text, offered])
    things.later = make_lesson(things.second, "seconda", body=[text])
    case = {"title": "Caso", "slug": "caso", "summary": "Un caso.", "question": "E tu?", "body": [text]}
    things.case = add(things.module, CaseStudyPage(**case))
    things.day = make_day_page(things.second, about=[text])
    things.webinar = make_webinar_page(things.second, about=[text])
    things.speaker = make_teacher()
    things.event = make_event(things.day, teachers=[things.speaker])
    things.venue = things.event.venue
    things.image = Image.objects.create(title="Figura", file=make_picture(), width=40, height=30)


def _make_accounts(world: World) -> None:
    for role in PEOPLE:
        user = _account(f"{PERSON.lower()}.{role}@example.com")
        data = {
            "given_name": role,
            "family_name": PERSON,
            "role": Role.OFFICIAL,
            "gender": "",
            "email": user.email,
        }
        place = make_municipality(f"Comune di {role}")
        world.users[role] = user
        participant, enrolment = register(user=user, municipality=place, notice_version="1", **data)
        setattr(world.things, role, participant)
        setattr(world.things, f"{role}_enrolment", enrolment)
    _let_them_take_part(world.things)
    for role, groups in STAFF.items():
        world.users[role] = _account(f"{role}@example.com", groups=groups, superuser=role == "superuser")


def _let_them_take_part(things: SimpleNamespace) -> None:
    """The contact's body has joined; the others' have not, and take part by a written exception."""
    contact = things.contact
    names = ("given_name", "family_name", "email", "role")
    make_accepted(contact.body, **{f"contact_{name}": getattr(contact, name) for name in names})
    things.contact_enrolment.refresh_from_db()
    for enrolment in (things.participant_enrolment, things.teacher_enrolment):
        change_state(enrolment=enrolment, state=State.ACTIVE, reason="Prova", author=None)


def _account(email: str, **over: Any) -> Any:
    user = make_user(email, **over)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def _make_records(world: World) -> None:
    things = world.things
    things.other_participant_enrolment.delete()  # this one registered, and never enrolled
    outline_lesson = things.lesson.courses_activity
    (things.completion,) = read(things.participant_enrolment, things.course, outline_lesson)
    things.body = things.participant.body
    person = {"contact_given_name": "Ugo", "contact_family_name": PERSON, "contact_email": f"ugo@{PERSON.lower()}.it"}
    things.adhesion = make_submitted(things.body, **person)
    things.letter = letters_about(things.adhesion)[0]
    Letter.objects.filter(pk=things.letter.pk).update(state=Letter.State.FAILED)
    # the holder of the link is told who they are: no name here that others must not read
    things.invited = make_participant(body=things.contact.body, email="invitata@example.org")
    things.invitation = invite(participant=things.invited, author=None, named_by="Carla Neri")
    things.booking = make_booking(things.event, things.participant)
    things.colleague_booking = make_booking(things.event, things.contact)
    things.calendar_key = renew_calendar_key(participant=things.participant, author=None)
    things.feedback = PageFeedback.objects.create(page=things.page, page_title="Contatti", useful=False)
    things.report = BarrierReport.objects.create(
        page_address="/contatti/", description=f"Non leggo, {PERSON}", email=f"{PERSON.lower()}@example.com"
    )


def _make_drafts(world: World) -> None:
    things = world.things
    things.draft = make_lesson(things.module, "bozza", live=False, title=f"Bozza {DRAFT}")
    things.draft.save_revision(user=world.users["editor"])
    things.workflow = Workflow.objects.get(name="Redazione e approvazione")
    things.workflow_state = things.workflow.start(things.draft, world.users["editor"])
    things.task_state = things.workflow_state.current_task_state
    things.revision = things.lesson.save_revision(user=world.users["editor"])
    things.restriction = PageViewRestriction.objects.create(
        page=make_page(things.home, "riservata"), restriction_type="password", password="aperti"
    )
    things.collection = Collection.get_first_root_node().add_child(name="Riservata")
    things.collection_restriction = CollectionViewRestriction.objects.create(
        collection=things.collection, restriction_type="password", password="aperti"
    )
