"""Requests about personal data, days of retention, lists made into files; the right to export the trail."""

import courses.conf
import courses.keeping.models
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0014_hours_of_before'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('lease_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('counts', models.JSONField(default=dict, verbose_name='how many')),
            ],
            options={
                'verbose_name': 'day of retention',
                'verbose_name_plural': 'days of retention',
                'ordering': ['-day'],
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='entry',
            options={'default_permissions': ('view',), 'ordering': ['-at', '-pk'], 'permissions': [('export_entry', 'Can export audit entries')], 'verbose_name': 'audit entry', 'verbose_name_plural': 'audit entries'},
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(max_length=100, verbose_name='list')),
                ('question', models.TextField(blank=True)),
                ('file_format', models.CharField(max_length=20, verbose_name='format')),
                ('name', models.CharField(max_length=120, verbose_name='file')),
                ('state', models.CharField(choices=[('waiting', 'Being made'), ('ready', 'Ready'), ('failed', 'Not made: ask again')], db_index=True, default='waiting', max_length=8, verbose_name='state')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('file', models.FileField(blank=True, max_length=120, storage=courses.conf.PrivateStorage, upload_to=courses.keeping.models.export_path, verbose_name='file')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('ready_at', models.DateTimeField(null=True, verbose_name='ready')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='kept until')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'list made into a file',
                'verbose_name_plural': 'lists made into files',
                'ordering': ['-asked_at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('copy', 'A copy of the data (articles 15 and 20)'), ('correction', 'Correction (article 16)'), ('erasure', 'Erasure (article 17)'), ('limitation', 'Limitation (article 18)'), ('objection', 'Objection (article 21)')], max_length=12, verbose_name='what is asked')),
                ('channel', models.CharField(choices=[('site', 'Personal area of the site'), ('email', 'E-mail'), ('pec', 'Certified mail (PEC)'), ('letter', 'Letter on paper'), ('phone', 'Telephone'), ('person', 'In person')], max_length=8, verbose_name='channel')),
                ('asked_by', models.CharField(choices=[('self', 'The person'), ('delegate', 'Somebody for them, with a written delegation')], default='self', max_length=8, verbose_name='who asked')),
                ('asked_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='asked on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('state', models.CharField(choices=[('open', 'To be answered'), ('done', 'Done'), ('limited', 'Limited until the accounts are closed'), ('refused', 'Refused')], db_index=True, default='open', max_length=8, verbose_name='state')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='courses.participant', verbose_name='participant')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'request about personal data',
                'verbose_name_plural': 'requests about personal data',
                'ordering': ['-asked_on', '-pk'],
                'permissions': [('manage_privacy', 'Can answer requests about personal data, and see the registers of privacy'), ('export_datarequest', 'Can export requests about personal data')],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('participant', 'kind'), name='one_open_request_per_kind'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('decided_at__isnull', False), _connector='OR'), name='decided_request_has_a_moment')],
            },
        ),
    ]
