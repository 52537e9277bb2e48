from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="expires_on",
            field=models.DateField(
                blank=True,
                help_text="After this day the account lets nobody in, and who is in is signed out. Empty: it has no end.",
                null=True,
                verbose_name="last day",
            ),
        ),
    ]
