import courses.adhesion.models
import courses.conf
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0002_adhesion'),
    ]

    operations = [
        migrations.AddField(
            model_name='adhesion',
            name='signed_form',
            field=models.FileField(blank=True, max_length=120, storage=courses.conf.PrivateStorage, upload_to=courses.adhesion.models.signed_form_path, verbose_name='signed form'),
        ),
    ]
