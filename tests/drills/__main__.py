"""`make drill`: two of each over one database, then `kill -9` of each under load; ends with 1 when one fails."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.drills.clients import Browser, Ledger, all_at_once, under_load
from tests.drills.stage import Stage, wait_for

PEOPLE, LESSONS, SEATS, CLIENTS, LETTERS = 120, 20, 40, 6, 200
KILLS = ("web0-process", "web1", "worker0", "scheduler0", "postgres")
Facts = dict[str, object]


def check(what: str, holds: bool, figures: object) -> bool:
    """Say it, and whether it holds."""
    print(f"  {'holds' if holds else 'FAILS'}  {what}: {figures}", flush=True)
    return holds


def two_of_each(stage: Stage, made: Facts, browsers: dict[str, Browser], ledger: Ledger) -> list[bool]:
    """All want one of the seats at the same moment."""
    begun = time.monotonic()
    path = f"/calendario/{made['event']}/iscrizione/"
    all_at_once([(browser, path, f"booking:{person}") for person, browser in browsers.items()])
    took = time.monotonic() - begun
    settled(stage)
    told = json.loads(stage.prepare("tell"))
    winners = [stage.log(f"scheduler{number}").count('"publish: done by this process"') for number in range(2)]
    came = stage.mail.came
    print(f"\nTwo servers, two workers, two schedulers: {PEOPLE} people, {SEATS} seats, {took:.1f} s", flush=True)
    return [
        check(
            "exactly the seats there are",
            told["bookings"].get("booked") == told["seats_taken"] == SEATS,
            told["bookings"],
        ),
        check(
            "everybody has one place or one place in line",
            sum(told["bookings"].values()) == PEOPLE and not told["booked_twice"],
            PEOPLE,
        ),
        check("each letter came once", len(came) >= PEOPLE and set(came.values()) == {1}, f"{len(came)} letters"),
        check("every letter was sent", set(told["letters"]) == {"sent"}, told["letters"]),
        check("one scheduler published, the other did not", sorted(winners) == [0, 1], winners),
        check("nobody was answered with an error", not ledger.instead, dict(ledger.instead)),
    ]


def settled(stage: Stage) -> None:
    """Wait until no letter is to be sent: those of a killed worker are taken up when its lease ends."""
    wait_for(
        lambda: not {"queued", "handing"} & set(json.loads(stage.prepare("tell"))["letters"]), 240, "letters have left"
    )


def letters_are_told(states: Facts) -> bool:
    """A sender that dies while the server takes a letter cannot know: that one is said to the secretariat."""
    return set(states) <= {"sent", "doubtful"} and states.get("doubtful", 0) <= 1


def kills(stage: Stage, made: Facts, browsers: dict[str, Browser], ledger: Ledger) -> list[bool]:
    """Everybody marks every lesson; meanwhile one thing after another is killed."""
    before, total = len(ledger.acts), len(browsers) * LESSONS
    acts = [
        (browser, f"/attivita/{key}/letta/", f"{person}:{key}")
        for key in made["lessons"]
        for person, browser in browsers.items()
    ]
    print(f"\nkill -9 under load: {total} marks by {CLIENTS} clients", flush=True)
    begun, pool = time.monotonic(), under_load(acts, CLIENTS)
    killed = kill_each(stage, lambda: (len(ledger.acts) - before) / total)
    pool.shutdown(wait=True)
    took = time.monotonic() - begun
    for name, at in killed.items():
        print(f"  {name}: longest silence afterwards {ledger.silence_after(at):.1f} s", flush=True)
    print(f"  {total} marks in {took:.0f} s, {total / took:.0f} a second", flush=True)
    settled(stage)
    return judged(stage, ledger, total)


def kill_each(stage: Stage, done: Callable[[], float]) -> dict[str, float]:
    """One after the other, each after the same part of the work; the moment of each."""
    killed: dict[str, float] = {}
    for number, name in enumerate(KILLS, start=1):
        wait_for(lambda number=number: done() >= number / (len(KILLS) + 1), 600, f"part {number} of the marks")
        if name.startswith("worker"):
            stage.prepare("letters", str(LETTERS))  # so that it dies with one in its hands, or nearly
        stage.kill(name)
        killed[name] = time.monotonic()
    return killed


def judged(stage: Stage, ledger: Ledger, total: int) -> list[bool]:
    """The ledger against the database, letter by letter and mark by mark."""
    told, came, instead = json.loads(stage.prepare("tell")), stage.mail.came, ledger.instead
    marks = {act for act in ledger.acts if not act.startswith("booking")}
    lost, kept = marks - set(told["completions"]), len(told["completions"])
    wrong = {one for one in instead if one == "signed out" or (one.isdigit() and one != "503")}
    seats = told["seats_taken"] == told["bookings"]["booked"] == SEATS
    return [
        check("nothing that was acknowledged is lost", not lost, f"{len(marks)} acknowledged, {len(lost)} lost"),
        check("every act was done in the end, and once", kept == total, kept),
        check("seats stand as they did", seats, told["bookings"]),
        check("no letter came twice", set(came.values()) == {1}, f"{len(came)} letters"),
        check("a letter is sent, or one «perhaps»", letters_are_told(told["letters"]), told["letters"]),
        check("no error but 503, with Retry-After", not wrong and not ledger.without_retry_after, dict(instead)),
        check("all was started again by nobody's hand", len(stage.restarts) >= len(KILLS) - 1, dict(stage.restarts)),
    ]


def main(work: Path) -> int:
    """Set the stage, play both parts, tell."""
    stage = Stage(work)
    try:
        stage.manage("migrate", "--verbosity", "0")
        stage.manage("createcachetable")
        made = json.loads(stage.prepare("make", str(PEOPLE), str(LESSONS), str(SEATS)))
        stage.open()
        ledger = Ledger()
        browsers = {person: Browser(stage.ports, session, ledger) for person, session in made["sessions"].items()}
        found = two_of_each(stage, made, browsers, ledger)
        found += kills(stage, made, browsers, ledger)
    finally:
        stage.close()
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
