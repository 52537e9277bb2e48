"""Two senders at once: each letter goes once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.post.actions import send_due, write_letter
from courses.post.models import Letter
from tests.courses.post.conftest import Server

pytestmark = [
    pytest.mark.concurrent,
    pytest.mark.usefixtures("kind"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def send() -> int:
    try:
        return send_due()
    finally:
        connection.close()


def test_four_senders_send_each_letter_once(smtp: Server, settings) -> None:
    settings.EMAIL_BACKEND, backend = "django.core.mail.backends.dummy.EmailBackend", settings.EMAIL_BACKEND
    for number in range(20):
        write_letter(
            kind="prova", recipient=f"p{number}@x.example", cause=f"p:{number}", values={"nome": "A", "link": ""}
        )
    Letter.objects.update(state=Letter.State.QUEUED, attempts=0, lease_until=None)
    settings.EMAIL_BACKEND = backend

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _number: send(), range(4)))

    assert sorted(letter.to[0] for letter in smtp.received) == sorted(f"p{number}@x.example" for number in range(20))
