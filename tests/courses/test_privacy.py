"""The privacy register: a model with a path to a person is in it, or the build fails."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field, Model

from courses.people.models import Participant
from courses.privacy import REGISTER

PEOPLE = {Participant, get_user_model()}
# Wagtail's pages and their revisions name editors at work, under the host's own register.
OF_THE_HOST = "page"


def leads_to_a_person(model: type[Model]) -> bool:
    """A foreign key to a person, or to a record that has one."""
    for field in model._meta.get_fields():
        if isinstance(field, Field) and field.remote_field and not field.auto_created:
            target = field.remote_field.model
            if target in PEOPLE or (target._meta.app_label == "courses" and target in REGISTER):
                return True
    return model in PEOPLE


PERSONAL = [
    model
    for model in apps.get_app_config("courses").get_models()
    if leads_to_a_person(model) and not model.__name__.lower().endswith(OF_THE_HOST)
]


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model.__name__)
def test_every_model_that_leads_to_a_person_is_in_the_register(model: type[Model]) -> None:
    entry = REGISTER[model]

    assert all(str(text) for text in (entry.purpose, entry.basis, entry.retention))


def hangs_on_a_participant(model: type[Model]) -> bool:
    """A foreign key to a participant, or to a record whose rows are found by person; authors are nobody's data."""
    targets = (field.remote_field.model for field in model._meta.concrete_fields if field.remote_field)
    return any(target is Participant or (target in REGISTER and REGISTER[target].about) for target in targets)


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model.__name__)
def test_every_model_that_hangs_on_a_participant_says_how_a_persons_rows_are_found(model: type[Model]) -> None:
    assert REGISTER[model].about or not hangs_on_a_participant(model)


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.model.__name__)
def test_the_rows_of_a_person_can_be_asked_for(entry, db) -> None:
    person = Participant.objects.create(given_name="Anna", family_name="Verdi", role="official")

    assert entry.rows_of(person).count() == (entry.model is Participant)


def test_the_search_for_personal_models_finds_them() -> None:
    assert {"Participant", "Enrolment", "Completion", "Entry"} <= {model.__name__ for model in PERSONAL}
