"""Playing: one open play, each choice saved when it is made, nothing open that the scenario closes, all frozen."""

from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.audit.models import Entry
from courses.errors import NotAllowed
from courses.people.actions import merge_participants
from courses.privacy import REGISTER, RETENTION
from courses.progress.models import Completion
from courses.quizzes.models import Play, SimulationPage, Step
from courses.quizzes.narrating import story_of
from courses.quizzes.playing import NoSuchChoice, StaleStep, decide, leave
from courses.stories.queries import story
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.simulations import ending, make_play, make_simulation, make_steps, scene, value_of, way

NOW = timezone.now()


def test_beginning_keeps_the_scenario_and_where_it_stands(enrolment, simulation) -> None:
    play = make_play(enrolment, simulation, NOW)

    assert [one["key"] for one in play.script["scenes"]] == ["table", "answer", "well", "so-so", "badly"]
    assert (play.number, play.simulation_title, play.started_at) == (1, "Simulazione simulazione", NOW)
    assert (play.activity_key, play.course_key) == (simulation.translation_key, enrolment.course_key)
    assert make_play(enrolment, simulation) == play  # two tabs begin one


def test_the_database_holds_one_open_play_a_person_and_simulation(enrolment, simulation) -> None:
    play = make_play(enrolment, simulation)
    play.pk, play.number, play._state.adding = None, 2, True

    with pytest.raises(IntegrityError), transaction.atomic():
        play.save()


def test_an_ending_closes_the_play_and_completes_once(enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "ask", "share")
    make_steps(make_play(enrolment, simulation), "decide", "repair")

    assert (play.closing, play.ending_title, play.ending_kind) == ("ending", "Finale well", "good")
    completion = Completion.objects.get(activity_key=simulation.translation_key)
    assert (completion.participant, completion.method) == (enrolment.participant, Completion.Method.SYSTEM)
    assert [one.ending_kind for one in Play.objects.order_by("number")] == ["good", "fair"]
    assert Entry.objects.filter(action="play.finish").count() == 2


def test_where_a_good_ending_is_asked_another_completes_nothing(enrolment, module) -> None:
    page = make_simulation(module, completes="good")
    make_steps(make_play(enrolment, page), "decide", "repair")
    assert not Completion.objects.exists()

    make_steps(make_play(enrolment, page), "ask", "share")

    assert Completion.objects.count() == 1


def test_choices_open_with_what_they_need(enrolment, simulation) -> None:
    def asked(first: str) -> tuple[list[tuple[str, str]], list[tuple[int, int, bool]]]:
        told = story_of(make_steps(make_play(enrolment, simulation), first))
        leave(play=told.play, author=None)
        options = [(one.key, one.why) for one in told.options]
        return options, [(one.value, one.change, one.is_low) for one in told.gauges]

    assert asked("ask") == ([("share", ""), ("insist", "")], [(7, 2, False)])
    closed = "Consenso deve essere almeno 6"
    assert asked("decide") == ([("share", closed), ("repair", ""), ("insist", "")], [(2, -3, True)])


@pytest.mark.parametrize(
    ("number", "choice"), [(2, "repair"), (2, "ask"), (2, ""), (3, "share"), (0, "ask"), (1, "share")]
)
def test_what_is_no_open_choice_changes_nothing(enrolment, simulation, number, choice) -> None:
    play = make_steps(make_play(enrolment, simulation), "ask")

    with pytest.raises(NoSuchChoice):
        decide(play=play, number=number, choice=choice, author=None)

    assert list(play.steps.values_list("choice", flat=True)) == ["ask"]


def test_a_choice_sent_twice_counts_once_and_another_one_is_told(enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "ask")

    decide(play=play, number=1, choice="ask", author=None)
    with pytest.raises(StaleStep):
        decide(play=play, number=1, choice="decide", author=None)
    make_steps(play, "share")
    for number, choice in ((1, "ask"), (2, "insist")):
        with pytest.raises(StaleStep):
            decide(play=play, number=number, choice=choice, author=None)
    decide(play=play, number=2, choice="share", author=None)

    assert list(play.steps.values_list("choice", flat=True)) == ["ask", "share"]


def test_edits_never_change_a_play(enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "ask")
    before, chance = story_of(Play.objects.get()), Random(7)
    for _edit in range(5):
        names = chance.sample(["Table", "Answer", "well", "new"], 3)
        scenes = [scene(name, way("other", chance.choice(names), effects={"Tempo": 1})) for name in names]
        page = SimulationPage.objects.get()
        page.scenes, page.indicators = value_of("scenes", [*scenes, ending("end")]), value_of("indicators", [])
        page.completes, page.debriefing = "good", "<p>Altro.</p>"
        page.save_revision().publish()

        assert story_of(Play.objects.get()) == before

    simulation.delete()
    assert make_steps(play, "share").ending_title == "Finale well"
    assert not Completion.objects.exists()


def test_a_scenario_in_which_one_could_get_stuck_is_not_begun(enrolment, module) -> None:
    broken = make_simulation(module, scenes=[scene("Table"), ending("end")])

    with pytest.raises(NotAllowed):
        make_play(enrolment, broken)


def test_a_copy_has_the_persons_choices_in_words_and_no_others(enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "ask")

    ((name, text),) = REGISTER[Play].papers(enrolment.participant)

    assert name == f"simulation-{play.pk}.txt"
    assert "Faccio ask" in text.decode() and "Faccio decide" not in text.decode()


def test_choices_go_with_the_person_and_when_their_time_is_over_and_endings_stay(enrolment, simulation) -> None:
    make_steps(make_play(enrolment, simulation), "ask", "share")
    due, entry = RETENTION["simulation_steps"], REGISTER[Step]
    assert due.run(NOW + timedelta(days=729), True) == 0
    assert due.run(NOW + timedelta(days=735), True) == 2

    entry.erase(entry.rows_of(enrolment.participant), enrolment.participant, None)

    assert (Step.objects.count(), Play.objects.get().ending_kind) == (0, "good")


def test_two_records_of_one_person_have_their_plays_together(enrolment, course, simulation) -> None:
    twin = make_enrolment(make_official(make_municipal_body(population=20_000)), course)
    make_steps(make_play(enrolment, simulation, NOW), "ask", "share")
    older = make_play(twin, simulation, NOW + timedelta(minutes=1))
    newer = make_play(enrolment, simulation, NOW + timedelta(minutes=2))

    people = {"kept": enrolment.participant, "absorbed": twin.participant}
    merge_participants(**people, reason="La stessa", author=make_user(), close_account=True)

    found = Play.objects.order_by("number")
    assert [one.participant for one in found] == [enrolment.participant] * 3
    assert [(one.pk, one.number, one.closing) for one in found][1:] == [(older.pk, 2, "merge"), (newer.pk, 3, "")]


def test_the_story_of_an_official_tells_of_plays_and_not_of_choices(enrolment, simulation) -> None:
    make_steps(make_play(enrolment, simulation), "ask", "share")

    lines = story(enrolment.participant, make_user(superuser=True), kind="simulation")

    words = ["Simulazione conclusa: Simulazione simulazione", "Simulazione cominciata: Simulazione simulazione"]
    assert [str(line.told.what) for line in lines] == words
    assert "Finale well" in str(lines[0].told.more)
