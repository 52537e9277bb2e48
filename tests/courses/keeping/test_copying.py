"""A person's copy holds every datum of theirs, and nothing of others."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client

from courses.adhesion.models import Adhesion
from courses.audit.models import Entry
from courses.groups import SECRETARIAT
from courses.keeping.actions import hand_copy
from courses.keeping.models import DataRequest
from courses.people.models import Participant
from courses.privacy import REGISTER
from tests.courses.keeping.test_erasing import MARK, is_planted, text_for
from tests.factories.keeping import Known, make_request
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
OTHER = "qqother"


def opened(content: bytes) -> ZipFile:
    return ZipFile(BytesIO(content))


def copy_of(person: Participant) -> ZipFile:
    return opened(hand_copy(participant=person, author=person.user))


def test_every_text_about_the_person_is_in_it_and_none_of_anybody_else(known: Known) -> None:
    own = {model: set(entry.rows_of(known.person).values_list("pk", flat=True)) for model, entry in REGISTER.items()}
    for model, entry in REGISTER.items():
        texts = [field for field in model._meta.concrete_fields if is_planted(field) and field.name != "email"]
        for row in model._base_manager.exclude(pk__in=own[model]):
            values = {field.name: text_for(field).replace(MARK, OTHER) for field in texts}
            model._base_manager.filter(pk=row.pk).update(**values)
        of_row = entry.withheld if callable(entry.withheld) else None
        for row in model._base_manager.filter(pk__in=own[model]) if of_row else ():
            hidden = [field for field in texts if field.name in set(of_row(row, known.person))]
            values = {field.name: text_for(field).replace(MARK, OTHER) for field in hidden}
            model._base_manager.filter(pk=row.pk).update(**values)
    get_user_model().objects.exclude(pk=known.person.user_id).update(first_name=OTHER, last_name=OTHER)
    Participant.objects.filter(pk=known.person.pk).update(gender="female")

    package = copy_of(Participant.objects.get(pk=known.person.pk))

    told = package.read("dati.json").decode()
    assert OTHER not in told.lower()
    data = json.loads(told)
    about = {section["what"] for section in data["data"]}
    held = {str(m._meta.verbose_name_plural).capitalize() for m, e in REGISTER.items() if own[m] and e.about}
    assert about == held
    for said in (known.person.email, "Donna", "Posto in prima fila", "Progettare insieme", "Ha scritto."):
        assert said in told
    assert "Neri" not in told
    assert known.colleague.email not in told


def test_the_csv_has_a_line_for_each_fact_and_the_documents_are_there(known: Known) -> None:
    adhesion = Adhesion.objects.get(body=known.person.body)
    adhesion.signed_form.save("scheda.pdf", ContentFile(b"%PDF-firmata"))

    package = copy_of(known.person)

    rows = list(csv.reader(StringIO(package.read("dati.csv").decode("utf-8-sig")), delimiter=";"))
    assert ["Partecipanti", "1", "Nome", "Anna"] in rows
    papers = [name for name in package.namelist() if name.startswith("documenti/")]
    assert len(papers) == 6  # signed form, attendance statement, an event's certificate and the course's, and words
    quiz, play = (next(name for name in papers if kind in name) for kind in ("quiz", "simulation"))
    assert {package.read(name)[:4] for name in {*papers} - {quiz, play}} == {b"%PDF"}
    assert "I Comuni" in package.read(quiz).decode()  # the answers, in words
    assert "Faccio share" in package.read(play).decode()  # the choices


def test_no_secret_is_handed_out_but_in_the_letters_the_person_has(known: Known) -> None:
    data = json.loads(copy_of(known.person).read("dati.json"))
    told = json.dumps([section for section in data["data"] if section["what"] != "Lettere"])

    secrets = [known.person.calendar_key.key, known.person.user.password]
    secrets += [str(one.token) for one in (*known.person.bookings.all(), *known.person.invitations.all())]
    assert [secret for secret in secrets if secret in told] == []


def test_who_took_a_copy_is_written_down_and_a_request_is_answered_by_it(known: Known) -> None:
    secretary = make_user(groups=(SECRETARIAT,))
    request = known.person.data_requests.get(kind=DataRequest.Kind.COPY)

    hand_copy(participant=known.person, author=secretary, request=request)

    request.refresh_from_db()
    assert (request.state, request.decided_by) == (DataRequest.State.DONE, secretary)
    assert Entry.objects.get(action="participant.copy").author == secretary


def test_a_person_takes_their_own_copy_and_asks_for_erasure_by_buttons(known: Known) -> None:
    browser = Client()
    browser.force_login(known.person.user)

    assert browser.get("/area-personale/dati/copia/").status_code == 405
    answer = browser.post("/area-personale/dati/copia/")
    assert sorted(opened(answer.content).namelist())[:2] == ["dati.csv", "dati.json"]
    assert answer["Cache-Control"] == "no-store, private"
    browser.post("/area-personale/dati/cancellazione/")
    browser.post("/area-personale/dati/cancellazione/")
    request = known.person.data_requests.get(kind=DataRequest.Kind.ERASURE)
    assert (request.channel, request.state) == ("site", "open")
    assert "risponde entro" in browser.get("/area-personale/dati/").content.decode()


def test_an_account_without_a_person_has_no_copy(db) -> None:
    browser = Client()
    browser.force_login(make_user())

    assert browser.post("/area-personale/dati/copia/").status_code == 404
    assert browser.post("/area-personale/dati/cancellazione/").status_code == 404
    assert apps.get_model("courses.datarequest").objects.count() == 0


def test_a_shared_address_hands_out_nobody_elses_letters(known: Known) -> None:
    Participant.objects.filter(pk=known.colleague.pk).update(email=known.person.email)
    make_request(known.colleague, note="Del collega.")

    told = copy_of(known.person).read("dati.json").decode()

    assert "Del collega." not in told
    assert "Bruno" not in told
