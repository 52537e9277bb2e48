"""Production, with the addresses of the yardsticks beside the site's own, and accounts to measure with."""

from config.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.bench.yardsticks"
DEMO_PASSWORD = "coalizione-demo"
