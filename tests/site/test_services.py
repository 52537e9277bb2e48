"""Each service around the site is named by one address; one that is not there is refused in a sentence."""

from importlib.util import find_spec

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InMemoryStorage

from config import services
from courses.conf import PrivateStorage
from tests.site.test_production import manage

BUCKET = "s3://chiave:se%2Fgreto@archivio?region=eu-south-1&endpoint=https://s3.example"


@pytest.mark.parametrize(
    ("variable", "value", "library"),
    [
        ("CACHE_URL", "redis://127.0.0.1:6379/1", "redis"),
        ("STORAGE_URL", BUCKET, "storages"),
        ("SENTRY_DSN", "https://key@sentry.example/1", "sentry_sdk"),
        ("METRICS_TOKEN", "una-parola", "prometheus_client"),
    ],
)
def test_a_service_without_its_library_is_refused_in_a_sentence(variable: str, value: str, library: str) -> None:
    if find_spec(library):
        pytest.skip(f"{library} is installed here: nothing is missing")
    done = manage("check", DATABASE_URL="sqlite://:memory:", **{variable: value})

    assert (done.returncode, f"{variable} asks for the library «{library}»" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize("url", ["ftp://server/folder", "s3://", "archivio"])
def test_a_place_for_files_that_is_not_understood_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL is not understood"):
        services.storages(url, site="https://sito.example")


def test_without_an_address_files_stay_in_their_folders() -> None:
    assert services.storages("", site="https://sito.example") == {"default": {"BACKEND": services.LOCAL_FILES}}


def test_a_bucket_keeps_uploads_and_private_files_apart_and_shows_pictures_as_the_sites_own(monkeypatch) -> None:
    monkeypatch.setattr(services, "needed", lambda module, *, variable: None)

    found = services.storages(BUCKET, site="https://sito.example")

    uploads, private = found["default"]["OPTIONS"], found["private"]["OPTIONS"]
    assert (uploads["secret_key"], uploads["bucket_name"], uploads["region_name"]) == (
        "se/greto",
        "archivio",
        "eu-south-1",
    )
    assert (uploads["location"], uploads["custom_domain"]) == ("media", "sito.example")
    assert (private["location"], "custom_domain" in private, private["file_overwrite"]) == ("private", False, False)


def test_private_files_go_where_the_host_says(settings) -> None:
    settings.STORAGES = settings.STORAGES | {"elsewhere": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    settings.COURSES_PRIVATE_STORAGE = "elsewhere"

    assert isinstance(PrivateStorage(), InMemoryStorage)


def test_a_database_that_falls_silent_is_given_up_and_the_address_may_say_when() -> None:
    usual = services.database("postgres://u:p@host/name")["OPTIONS"]
    own = services.database("postgres://u:p@host/name?connect_timeout=2&sslmode=require")["OPTIONS"]

    assert usual == {"connect_timeout": 5, "tcp_user_timeout": 10_000}
    assert own == {"connect_timeout": 2, "tcp_user_timeout": 10_000, "sslmode": "require"}
