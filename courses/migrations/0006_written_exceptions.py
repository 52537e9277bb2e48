"""Those enrolled while being in range was enough keep their enrolment, with a written exception."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import translation
from django.utils.translation import gettext as _


def write_exceptions(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Of those who already take part and whose body has no accepted adhesion."""
    joined = apps.get_model("courses", "Adhesion").objects.filter(state="accepted").values("body")
    with translation.override(settings.LANGUAGE_CODE):  # `migrate` runs without translations
        reason = _("Enrolled before the body's adhesion was asked for.")
    apps.get_model("courses", "Enrolment").objects.filter(
        state__in=("active", "suspended", "completed"), body__isnull=False, exception_reason=""
    ).exclude(body__in=joined).update(exception_reason=reason)


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_officials")]

    operations = [migrations.RunPython(write_exceptions, migrations.RunPython.noop)]
