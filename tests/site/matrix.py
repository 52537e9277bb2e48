"""Reads the address table of the whole site, asks every address as every role, and names the answers in a word."""

import csv
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site, UploadedFile, get_page_models

from courses.adhesion.actions import start_adhesion
from tests.factories.officials import check_people
from tests.factories.world import PERSON, ROLES, World
from tests.site.matrix_certificates import blanks_of_certificates, give_certificates
from tests.site.matrix_lists import blanks_of_lists, give_saved_list
from tests.site.matrix_papers import blanks_of_files, blanks_of_papers, give_papers
from tests.site.matrix_quizzes import blanks_of_quizzes, give_quiz, spaces_of_the_bank
from tests.site.matrix_registers import blanks_of_registers, give_register
from tests.site.matrix_surveys import blanks_of_surveys, give_survey

TABLE = Path(__file__).with_name("permission_matrix.csv")
COLUMNS = ("name", "method", "pattern", *ROLES)
# Our own views: they are asked by POST too.
OURS = re.compile(
    r"^(home:|courses:|courses_|page_feedback:|barrier_reports:|wagtailsettings:|account_|mfa_)|^$"
    r"|^wagtailadmin_pages:(delete|unpublish|move_confirm|workflow_action)$"
)
ADHESION_VERBS = (
    *("accept", "reject", "correction", "withdraw", "proof", "protocol", "contest", "settle", "reassign"),
)
AT_SEAT = ("substitute", "accept_seat", "cancel_seat")
SEAT_VERBS = ("", "_accept", "_confirm", "_leave", "_give_up", "_change", "_needs", "_calendar")
EVENT_VERBS = (
    *("move", "change", "seats", "teachers", "confirm", "clone", "call_off", "book", "overbook"),
    *("story", "dossier"),
)
OWN_BODY_VERBS = ("invite", "revoke", "confirm", "decline", "replace", "hand_over")
BLANK = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


class Row(NamedTuple):
    """An address as the table writes it."""

    name: str
    method: str
    pattern: str


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the site but the pages': its name with its namespaces, and its whole pattern."""
    for name, pattern in _walk(get_resolver().url_patterns, "", ()):
        if name not in {"wagtail_serve", "courses_first_page", "courses_known_page"}:
            yield name, pattern


def _walk(patterns: list[Any], prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for one in patterns:
        pattern = prefix + str(one.pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLPattern):
            yield ":".join((*spaces, one.name or "")), pattern
        else:
            yield from _walk(one.url_patterns, pattern, (*spaces, *filter(None, [one.namespace])))


def questions(world: World) -> dict[Row, str]:
    """Every row the table must have, with the address to ask."""
    asked = {}
    for name, pattern in addresses():
        path = _fill(world, name, pattern)
        asked[Row(name, "GET", pattern)] = path
        if OURS.match(name):
            asked[Row(name, "POST", pattern)] = path
    return asked | {Row(name, "GET", "page or file"): path for name, path in _pages_and_files(world).items()}


def committed() -> dict[Row, dict[str, str]]:
    """The reviewed table."""
    with TABLE.open(newline="") as file:
        return {Row(line["name"], line["method"], line["pattern"]): line for line in csv.DictReader(file)}


def answer_of(browser: Client, method: str, path: str) -> tuple[str, str]:
    """What a role gets, in a word, and the text of it; whatever the request changed is taken back."""
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        response = getattr(browser, method.lower())(path)
        word, text = _word(response), response.getvalue().decode(errors="replace").lower()
        transaction.set_rollback(True)
    browser.cookies = cookies
    return word, text


def _word(response: HttpResponseBase) -> str:
    if response.status_code in {301, 302}:
        target = response["Location"].split("?")[0]
        if response.wsgi_request.path.startswith("/account/"):
            return "login" if target == "/account/login/" else "redirect"  # staff who are in go to their work
        return {"/account/login/": "login", "/admin/login/": "login", "/admin/": "refused"}.get(target, "redirect")
    template = getattr(response, "template_name", None)
    names = [template] if isinstance(template, str) else list(template or [])
    if "courses/enrolment/gate.html" in names:
        return "gate"
    if any("password_required" in name for name in names):
        return "password"
    return str(response.status_code)


def _pages_and_files(world: World) -> dict[str, str]:
    """A page of every type, and the situations that differ within one type."""
    samples = {
        "home.HomePage": world.home,
        "home.StandardPage": world.page,
        "courses.CourseIndexPage": world.index,
        "courses.CoursePage": world.course,
        "courses.ModulePage": world.module,
        "courses.LessonPage": world.lesson,
        "courses.CaseStudyPage": world.case,
        "courses.TrainingDayPage": world.day,
        "courses.WebinarPage": world.webinar,
        "courses.QuizPage": world.quiz,
    }
    types = {model._meta.label for model in get_page_models()} - {"wagtailcore.Page"}
    missing = types - samples.keys()
    assert not missing, f"page types without a sample in tests/site/matrix.py, _pages_and_files: {missing}"
    pages = {f"page {label}": page.get_url() for label, page in samples.items()}
    return pages | {
        "settings SiteMenu": f"/admin/settings/home/sitemenu/{Site.objects.get().pk}/",
        "page with a password": world.restriction.page.get_url(),
        "page that is a draft": world.draft.get_url(),
        "document that a lesson offers": world.document.url,
        "document that no page offers": world.loose.url,
        "original of an image under media": world.image.file.url,
        "document under media": world.document.file.url,
    }


def _fill(world: World, name: str, pattern: str) -> str:
    values = world.blanks | world.blanks_by_space.get(name.split(":")[0], {}) | world.blanks_by_name.get(name, {})
    if "whole" in values:
        return values["whole"]
    return "/" + BLANK.sub(lambda blank: str(values[blank[1] or blank[2]]), pattern).replace("\\.", ".").replace(
        ".*", "altro"
    )


def give_samples(world: World) -> World:
    """Put beside the world what fills in the blanks of the patterns, and the odd objects that only patterns need."""
    things = world.things
    from_editor = {"content_type": ContentType.objects.get_for_model(world.lesson), "object_id": str(world.lesson.pk)}
    things.session = EditingSession.objects.create(
        user=world.users["editor"], last_seen_at=timezone.now(), **from_editor
    )
    things.upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(world.document),
        file=ContentFile(b"caricato", "caricato.txt"),
        uploaded_by_user=world.users["editor"],
    )
    give_register(world)
    give_papers(world)
    give_survey(world)
    give_saved_list(world)
    give_certificates(world)
    give_quiz(world)
    things.begun = start_adhesion(body=world.other_participant.body)
    things.own_file = check_people(f"Ada;{PERSON};capo", body=world.contact.body)
    things.file = check_people(f"Ada;{PERSON};capo;;Nessuno")
    things.adhesion.signed_form.save("scheda.pdf", ContentFile(b"%PDF-1.7"))
    things.redirect = Redirect.objects.create(old_path="/vecchia", redirect_link="/")
    things.blanks = _blanks(world)
    things.blanks_by_space = _blanks_by_space(world)
    things.blanks_by_name = _blanks_by_name(world)
    return world


def _blanks(world: World) -> dict[str, Any]:
    return {
        **{"parent_page_id": world.module.pk, "page_id": world.lesson.pk, "page_to_move_id": world.lesson.pk},
        **{"destination_id": world.second.pk, "content_type_app_name": "courses", "pk": world.participant.pk},
        **{"content_type_model_name": "lessonpage", "app_label": "courses", "model_name": "lessonpage"},
        **{"action": "publish", "action_name": "approve", "task_state_id": world.task_state.pk},
        **{"task_id": world.task_state.task_id, "revision_id": world.revision.pk, "page_pk": world.home.pk},
        **{"workflow_state_id": world.workflow_state.pk, "workflow_pk": world.workflow.pk},
        **{"revision_id_a": "earliest", "revision_id_b": "latest", "collection_id": world.collection.pk},
        **{"object_id": world.lesson.pk, "session_id": world.session.pk, "instance_pk": world.participant.pk},
        **{"redirect_id": world.redirect.pk, "document_id": world.document.pk, "doc_id": world.document.pk},
        **{"uploaded_file_id": world.upload.pk, "image_id": world.image.pk, "filter_spec": "width-20"},
        **{"app_name": "taggit", "uidb64": "MQ", "uidb36": "1", "token": "a-b", "key": world.lesson.translation_key},
        **{"course_key": world.course.translation_key, "page_view_restriction_id": world.restriction.pk},
        **{"restriction_id": world.collection_restriction.pk},
    }


def _blanks_by_space(world: World) -> dict[str, dict[str, Any]]:
    site = {"pk": Site.objects.get().pk}
    approval_task = {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    return {
        "wagtailadmin_api": {"pk": world.lesson.pk, "action_name": "publish"},
        "wagtailadmin_collections": {"pk": world.collection.pk},
        "wagtailadmin_workflows": {"pk": world.workflow.pk} | approval_task,
        **{"wagtailsettings": {"app_name": "home", "model_name": "sitetexts"} | site, "wagtailsites": site},
        "page_feedback": {"pk": world.feedback.pk},
        "barrier_reports": {"pk": world.report.pk},
        "wagtailusers_users": {"pk": world.users["participant"].pk},
        "wagtailusers_groups": {"pk": Group.objects.get(name="Segreteria").pk},
        "wagtaildocs_chooser": {"pk": world.document.pk},
        "wagtailsnippets_courses_venue": {"pk": world.venue.pk},
        "wagtailsnippets_courses_teacher": {"pk": world.speaker.pk},
        "courses_municipality_chooser": {"pk": world.venue.municipality_id},
        **({"wagtailimages_chooser": {"pk": world.image.pk}} | spaces_of_the_bank(world)),
    }


def _blanks_by_name(world: World) -> dict[str, dict[str, Any]]:
    task = {"pk": world.task_state.task_id}
    approval = {"page_id": world.draft.pk}
    enrolment = {"pk": world.participant_enrolment.pk}
    return {
        "wagtailadmin_pages:revisions_compare": {"pk": world.lesson.pk},
        **{f"wagtailadmin_workflows:{verb}_task": task for verb in ("edit", "disable", "enable")},
        "wagtailadmin_pages:workflow_action": approval,
        "wagtailadmin_pages:collect_workflow_action_data": approval,
        "wagtailadmin_pages:confirm_workflow_cancellation": approval,
        "wagtailadmin_pages:workflow_preview": approval,
        "wagtailadmin_pages:workflow_history_detail": approval,
        "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
        **{f"courses_enrolment_{verb}": enrolment for verb in ("activate", "suspend", "withdraw", "complete")},
        "wagtail_bulk_action": {"whole": f"/admin/bulk/wagtailcore/page/publish/?id={world.lesson.pk}"},
        **{f"courses:event{more}": {"pk": world.event.pk} for more in ("", "_file")},
        "courses_completion_withdraw": {"pk": world.completion.pk},
        **_blanks_of_the_form(world),
        **_blanks_of_seats(world),
        **(blanks_of_registers(world) | blanks_of_papers(world) | blanks_of_certificates(world)),
        **(blanks_of_surveys(world) | blanks_of_quizzes(world)),
        **{f"courses_adhesion_{verb}": {"pk": world.adhesion.pk} for verb in ADHESION_VERBS},
        "courses_adhesion_modeladmin_inspect": {"instance_pk": world.adhesion.pk},
        "courses_letter_modeladmin_inspect": {"instance_pk": world.letter.pk},
        "courses_letter_send_again": {"pk": world.letter.pk},
        **{f"courses_letter_words_{verb}": {"kind": "adhesion.rejected"} for verb in ("edit", "restore")},
        **_blanks_of_the_events_desk(world),
        "courses_body_modeladmin_inspect": {"instance_pk": world.body.pk},
        "courses_body_story": {"pk": world.body.pk},
        **blanks_of_lists(world),
        "wagtaildocs_serve": {"whole": world.document.url},
        "account_reset_password_from_key": {"whole": "/account/password/reset/key/1-abc/"},
        "wagtailadmin_api:images:detail": {"pk": world.image.pk},
        "wagtailadmin_api:documents:detail": {"pk": world.document.pk},
        "wagtailadmin_editing_sessions:ping": {"app_label": "courses", "model_name": "lessonpage"},
    }


def _blanks_of_the_form(world: World) -> dict[str, dict[str, Any]]:
    """The form of adhesion: one that was confirmed, one just begun."""
    confirmed, begun = {"token": world.adhesion.token}, {"token": world.begun.token}
    return {
        **{f"courses:adhesion_{page}": confirmed for page in ("resume", "pdf", "signed")},
        "courses:adhesion_step": {**begun, "step": "referente"},
        "courses:adhesion_confirm": {"confirm_token": world.adhesion.confirm_token},
        "courses:adhesion_signed_file": {"pk": world.adhesion.pk},
        "courses:adhesion_template": {"file_format": "csv"},
        "courses_breakdown_file": {"file_format": "csv"},
        "courses:invitation": {"token": world.invitation.token},
        **{f"courses:{name}": {"file_format": "csv"} for name in ("own_body_export", "own_body_hours_file")},
        **{f"courses:own_body_{verb}": {"pk": world.invited.pk} for verb in OWN_BODY_VERBS},
        **blanks_of_files(world),
    }


def _blanks_of_seats(world: World) -> dict[str, dict[str, Any]]:
    """A seat of the participant's, behind its link; one of the contact's body; the event of both."""
    at_event = ("event", "hold", "name_seat", "release_seat")
    return {
        "courses:event_book": {"pk": world.event.pk},
        "courses:personal_calendar": {"key": world.calendar_key.key},
        **{f"courses:seat{verb}": {"token": world.booking.token} for verb in SEAT_VERBS},
        **{f"courses:own_body_{verb}": {"pk": world.event.pk} for verb in at_event},
        **{f"courses:own_body_{verb}": {"pk": world.colleague_booking.pk} for verb in AT_SEAT},
    }


def _blanks_of_the_events_desk(world: World) -> dict[str, dict[str, Any]]:
    """The secretariat's acts on the event, its teacher and the participant's place."""
    return {
        "courses_event_modeladmin_inspect": {"instance_pk": world.event.pk},
        **{f"courses_event_{verb}": {"pk": world.event.pk} for verb in EVENT_VERBS},
        **{f"courses_booking_{verb}": {"pk": world.booking.pk} for verb in ("cancel", "change_day")},
        "courses_event_account": {"pk": world.event.pk, "teacher": world.speaker.pk},
        "courses_event_people": {"pk": world.event.pk, "file_format": "csv"},
        "courses_event_template": {"file_format": "csv"},
    }
