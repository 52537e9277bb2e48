

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0016_privacy_desk'),
    ]

    operations = [
        migrations.AddField(
            model_name='register',
            name='is_whole',
            field=models.BooleanField(editable=False, null=True, verbose_name='as it was sealed'),
        ),
        migrations.AddField(
            model_name='register',
            name='verified_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='seals checked'),
        ),
        migrations.CreateModel(
            name='WalkIn',
            fields=[
                ('key', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('attendee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='walk_ins', to='courses.attendee')),
            ],
            options={
                'verbose_name': 'person added by a device',
                'verbose_name_plural': 'people added by devices',
                'default_permissions': (),
            },
        ),
    ]
