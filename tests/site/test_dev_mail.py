"""The letters of a developer's machine in the browser, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from config import dev_mail
from config.urls import urlpatterns as of_the_site
from tests.factories.home import make_home

ROOT = Path(__file__).resolve().parents[2]
urlpatterns = [*dev_mail.urlpatterns, *of_the_site]

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(settings, tmp_path: Path, client: Client) -> Client:
    """A browser on a developer's machine."""
    make_home()
    settings.DEBUG, settings.ROOT_URLCONF = True, __name__
    settings.EMAIL_FILE_PATH = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return client


def send(*subjects: str, text: str = "Conferma: http://127.0.0.1:8000/account/confirm-email/abc/") -> None:
    letters = [EmailMultiAlternatives(subject, text, "a@x.example", ["b@x.example"]) for subject in subjects]
    for letter in letters:
        letter.attach_alternative(f"<p>{text}</p>", "text/html")
    get_connection().send_messages(letters)


def test_letters_are_listed_newest_first_and_read_with_links_to_follow(inbox: Client, tmp_path: Path) -> None:
    send("Prima", "Seconda «àèì»")
    for file in tmp_path.iterdir():
        os.utime(file, (1, 1))
    send("Terza")

    letters = inbox.get("/dev/posta/").context["letters"]
    page = inbox.get(reverse("dev_letter", args=[letters[1].file, letters[1].number])).content.decode()

    assert [str(one.message["Subject"]) for one in letters] == ["Terza", "Seconda «àèì»", "Prima"]
    assert 'href="http://127.0.0.1:8000/account/confirm-email/abc/"' in page


def test_markup_in_a_letter_stays_text(inbox: Client) -> None:
    send("<b>Ciao</b>", text="<script>alert(1)</script>")
    (letter,) = inbox.get("/dev/posta/").context["letters"]

    pages = [inbox.get(one).content.decode() for one in ("/dev/posta/", f"/dev/posta/{letter.file}/0/")]

    assert [one for one in pages if "<script>alert" in one or "<b>Ciao" in one] == []


def test_an_empty_folder_a_missing_one_and_a_broken_file_are_no_failure(
    inbox: Client, settings, tmp_path: Path
) -> None:
    statuses = [inbox.get("/dev/posta/").status_code]
    (tmp_path / "rotto.log").write_bytes(b"\xff\x00 non una lettera")
    statuses.append(inbox.get("/dev/posta/").status_code)
    statuses.append(inbox.get("/dev/posta/rotto.log/0/").status_code)
    settings.EMAIL_FILE_PATH = tmp_path / "non-c-e"
    statuses.append(inbox.get("/dev/posta/").status_code)

    assert statuses == [200] * 4


@pytest.mark.parametrize("name", ["..%2f..%2fmanage.py", "%2fetc%2fpasswd", "altro.log", ".."])
def test_only_letters_of_the_folder_are_read(inbox: Client, name: str) -> None:
    send("Una")

    assert inbox.get(f"/dev/posta/{name}/0/").status_code == 404


def test_outside_a_developers_machine_there_is_no_such_address(client: Client, rf: RequestFactory) -> None:
    make_home()

    with pytest.raises(NoReverseMatch):
        reverse("dev_inbox")
    assert client.get("/dev/posta/").status_code == 404
    for view, kwargs in ((dev_mail.inbox, {}), (dev_mail.letter, {"file": "x.log", "number": 0})):
        with pytest.raises(dev_mail.Http404):
            view(rf.get("/"), **kwargs)


def test_production_has_no_such_address() -> None:
    asked = "import django; django.setup(); from django.urls import reverse; reverse('dev_inbox')"
    given = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "x.it"}
    given |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}", "PATH": os.environ["PATH"]}
    given |= {name: os.environ[name] for name in ["PYTHONPYCACHEPREFIX"] if name in os.environ}

    ended = subprocess.run([sys.executable, "-c", asked], env=given, capture_output=True, text=True, cwd=ROOT)

    assert (ended.returncode, "NoReverseMatch" in ended.stderr) == (1, True)
