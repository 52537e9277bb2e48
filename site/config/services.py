"""The services around the site, each named by one address in the environment: database, cache, files, Sentry.

What only some installations have (Redis, S3, Sentry) is in `requirements-extras.txt`; who names one without its library
is told so in a sentence, and the site does not start.
"""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

LOCAL_FILES = "django.core.files.storage.FileSystemStorage"

# SQLite holds the lock from the first statement of a transaction (IMMEDIATE), so that two writers wait for each other
# instead of failing; FULL, because NORMAL may lose the last commits at a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
        " PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
    ),
}
# Seconds to wait for a PostgreSQL that does not answer, and milliseconds for one that fell silent: then people get the
# page that says so instead of a browser that turns for minutes. The address may say otherwise.
POSTGRES_OPTIONS = {"connect_timeout": 5, "tcp_user_timeout": 10_000}


def needed(module: str, *, variable: str) -> ModuleType:
    """The library that a variable asks for. Raises ImproperlyConfigured, with what to do, when it is not there."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{variable} asks for the library «{module}», which is not installed: "
            f"pip install --require-hashes -r requirements-extras.txt, or change {variable}."
        )
    return import_module(module)


def database(url: str) -> dict[str, Any]:
    """Django's description of the database at `url`, with the options this product relies on; connections are kept."""
    config = Env.db_url_config(url) | {"CONN_MAX_AGE": 60}
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | {"OPTIONS": SQLITE_OPTIONS}
    return config | {"CONN_HEALTH_CHECKS": True, "OPTIONS": POSTGRES_OPTIONS | config.get("OPTIONS", {})}


def cache(url: str) -> dict[str, Any]:
    """Django's description of the cache at `url`: locmemcache://, dbcache://table, filecache:///folder, redis://host."""
    config = Env.cache_url_config(url)
    if config["BACKEND"].endswith("RedisCache"):
        needed("redis", variable="CACHE_URL")
    return config


def storages(url: str, *, site: str) -> dict[str, dict[str, Any]]:
    """Django's storages: uploads («default») and files that no address serves («private»), for the files at `url`.

    Empty: the folders MEDIA_ROOT and PRIVATE_ROOT. `s3://key:secret@bucket?region=…&endpoint=https://…`: one bucket for
    both, under `media/` and `private/`. Addresses of pictures stay the site's own (`site`, as BASE_URL): the proxy
    fetches them, so that no page asks anything of a third party. Raises ImproperlyConfigured for any other address.
    """
    if not url:
        return {"default": {"BACKEND": LOCAL_FILES}}
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured(
            "STORAGE_URL is not understood: leave it empty, or write s3://key:secret@bucket?region=…"
        )
    needed("storages", variable="STORAGE_URL")
    needed("boto3", variable="STORAGE_URL")
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    common = {
        "bucket_name": parts.hostname,
        "access_key": unquote(parts.username or "") or None,  # without: what the machine's own role may do
        "secret_key": unquote(parts.password or "") or None,
        "region_name": asked.get("region"),
        "endpoint_url": asked.get("endpoint"),
        "file_overwrite": False,
        "default_acl": None,
    }
    address = urlsplit(site)
    shown = {"custom_domain": f"{address.netloc}", "url_protocol": f"{address.scheme}:", "querystring_auth": False}
    backend = "storages.backends.s3.S3Storage"
    return {
        "default": {"BACKEND": backend, "OPTIONS": common | shown | {"location": "media"}},
        "private": {"BACKEND": backend, "OPTIONS": common | {"location": "private"}},
    }


def start_sentry(dsn: str, *, release: str = "") -> None:
    """Let unforeseen errors be told to a Sentry of the owner's; nothing of the person in front of it goes along.

    Neither address nor account nor what was sent, no values of variables (they hold names), no query strings.
    """
    if not dsn:
        return
    sentry = needed("sentry_sdk", variable="SENTRY_DSN")
    sentry.init(
        dsn,
        release=release or None,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=without_person,
        traces_sample_rate=0,
    )


def without_person(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """The event with what a person could be known by taken out: addresses hold tokens, messages hold values."""
    event.pop("user", None)
    event["request"] = {"method": event.get("request", {}).get("method", "")}
    for exception in event.get("exception", {}).get("values", ()):
        exception["value"] = ""
    event.pop("logentry", None)
    return event
