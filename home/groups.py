"""What the groups of `courses` may do on this site besides."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from courses.groups import APPROVERS, EDITORS, SECRETARIAT

# A report of a barrier may hold an e-mail address: editors never see it. The texts of the site are the superuser's.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITORS: ("view_pagefeedback",),
    APPROVERS: ("view_pagefeedback", "change_sitemenu"),
    SECRETARIAT: ("view_pagefeedback", "view_barrierreport", "change_barrierreport"),
}


def give_permissions(**kwargs: Any) -> None:
    """Give the groups what is theirs; nothing is taken away. Runs after each `migrate`, before `courses` has run."""
    # auth makes the permissions of this app after this very signal: they are needed now
    create_permissions(apps.get_app_config("home"), verbosity=0)
    for name, codenames in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="home", codename__in=codenames))
