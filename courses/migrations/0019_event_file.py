"""A right of its own: making the file of an event for who audits the programme."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0018_figures'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='event',
            options={'default_permissions': ('view',), 'ordering': ['starts_at', 'pk'], 'permissions': [('manage_event', 'Can create, move and call off events'), ('export_event', 'Can export events'), ('make_event_file', 'Can make the file of an event for who audits the programme')], 'verbose_name': 'event', 'verbose_name_plural': 'events'},
        ),
    ]
