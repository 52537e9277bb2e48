"""A real mail server, and a kind of letter to send through it."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from courses.post import letters

KIND = letters.LetterKind(
    "prova", "Prova", "Ciao ${nome}", "Caro ${nome},\nleggi ${link}", {"nome": "Anna", "link": "http://x"}
)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> letters.LetterKind:
    """A kind of letter, known for the length of a test."""
    monkeypatch.setitem(letters.KINDS, KIND.key, KIND)
    return KIND


class Server:
    """What the server does with each letter: `answer` is its reply, `before` what happens before it."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.before: Callable[[], None] = lambda: None
        self.received: list[SimpleNamespace] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.before()
        if self.answer.startswith("250"):
            self.received.append(
                SimpleNamespace(to=envelope.rcpt_tos, sender=envelope.mail_from, content=envelope.content.decode())
            )
        return self.answer


@pytest.fixture
def smtp(settings) -> Iterator[Server]:
    """A real SMTP server on a port of its own, and Django told to use it, without encryption."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    controller.stop()


@pytest.fixture
def no_server(settings) -> None:
    """Nobody listens where letters go."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert smtplib.SMTP
