from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0003_cup_has_one_home'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sitetexts',
            name='cup',
            field=models.CharField(blank=True, help_text="The project's code, on papers, certificates and every page.", max_length=15, verbose_name='CUP'),
        ),
    ]
