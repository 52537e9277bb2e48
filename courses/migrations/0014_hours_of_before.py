from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill_in(apps, schema_editor):
    """What the pages and events of today still say of hours and completions of before."""
    activity, event = apps.get_model("courses", "Activity"), apps.get_model("courses", "Event")
    credit, completion = apps.get_model("courses", "Credit"), apps.get_model("courses", "Completion")
    for one in event.objects.all():
        credit.objects.filter(source=f"event:{one.pk}").update(kind=one.kind)
    for one in activity.objects.select_related("module", "course"):
        credit.objects.filter(activity_key=one.key).update(
            module_title=one.module.title, course_title=one.course.title
        )
    studied = activity.objects.exclude(kind__in=("trainingdaypage", "webinarpage"))
    minutes = studied.filter(key=OuterRef("activity_key")).values("minutes")[:1]
    completion.objects.filter(activity_key__in=studied.values("key")).update(study_minutes=Subquery(minutes))


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0013_hours"),
    ]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
