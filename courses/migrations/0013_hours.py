from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0012_certificates"),
    ]

    operations = [
        migrations.AddField(
            model_name="completion",
            name="study_minutes",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="estimated minutes of study"),
        ),
        migrations.AddField(
            model_name="credit",
            name="kind",
            field=models.CharField(
                choices=[("day", "In person"), ("webinar", "Webinar"), ("other", "Other")],
                default="other",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="module_title",
            field=models.CharField(blank=True, max_length=255, verbose_name="module"),
        ),
        migrations.AddField(
            model_name="credit",
            name="course_title",
            field=models.CharField(blank=True, max_length=255, verbose_name="course"),
        ),
    ]
