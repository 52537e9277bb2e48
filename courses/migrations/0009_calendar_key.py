import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0008_calendar_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_key",
                        to="courses.participant",
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "address of a personal calendar",
                "verbose_name_plural": "addresses of personal calendars",
                "default_permissions": (),
            },
        ),
    ]
