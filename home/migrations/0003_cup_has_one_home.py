"""The project's code has one home, the texts of the site: one written in the template of certificates goes there."""

from django.db import migrations


def carry_over(apps, schema_editor):
    """Where the texts of the default site say none."""
    templates = apps.get_model("courses", "CertificateTemplate").objects.exclude(cup="")
    code = templates.order_by("kind").values_list("cup", flat=True).last()
    texts = apps.get_model("home", "SiteTexts").objects.filter(site__is_default_site=True, cup="")
    if code:
        texts.update(cup=code[:15])


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0012_certificates'),
        ('home', '0002_events_block'),
    ]
    # the template loses its own afterwards
    run_before = [
        ('courses', '0022_cup_has_one_home'),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
