from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0017_registers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("counted_at", models.DateTimeField(null=True, verbose_name="counted")),
                ("milliseconds", models.PositiveIntegerField(default=0, verbose_name="took")),
            ],
            options={
                "verbose_name": "count of the figures",
                "verbose_name_plural": "counts of the figures",
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="count_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=30, verbose_name="measure")),
                ("dimension", models.CharField(max_length=12, verbose_name="dimension")),
                ("key", models.CharField(blank=True, max_length=20, verbose_name="key")),
                ("month", models.DateField(verbose_name="month")),
                ("value", models.BigIntegerField(verbose_name="value")),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "permissions": [("export_figure", "Can export figures")],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("dimension", "measure", "key", "month"), name="figure_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="connection",
            index=models.Index(condition=models.Q(("match", "")), fields=["register"], name="connections_to_match"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["state", "-written_at"], name="letters_by_state"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["-written_at"], name="letters_by_time"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["body", "state"], name="enrolments_of_body"),
        ),
    ]
