"""Two senders at once: each letter goes once."""

import pytest
from django.utils import timezone

from courses.post.actions import send_due, write_letter
from courses.post.models import Letter
from tests.courses.post.conftest import Server
from tests.threads import at_once

pytestmark = [
    pytest.mark.concurrent,
    pytest.mark.usefixtures("kind"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_four_senders_send_each_letter_once(smtp: Server, settings) -> None:
    settings.EMAIL_BACKEND, backend = "django.core.mail.backends.dummy.EmailBackend", settings.EMAIL_BACKEND
    for number in range(20):
        write_letter(
            kind="prova", recipient=f"p{number}@x.example", cause=f"p:{number}", values={"nome": "A", "link": ""}
        )
    Letter.objects.update(state=Letter.State.QUEUED, attempts=0, lease_until=None)
    settings.EMAIL_BACKEND = backend

    at_once(*[send_due] * 4)
    Letter.objects.update(next_try_at=timezone.now())  # a server out of breath is tried again
    send_due()

    assert sorted(letter.to[0] for letter in smtp.received) == sorted(f"p{number}@x.example" for number in range(20))
