"""How whoever looked was signed in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_one_time_until")]

    operations = [
        migrations.AddField(
            model_name="accesslog",
            name="signed_in_by",
            field=models.CharField(
                help_text="card or token; empty for a password, and for looks before it was kept.",
                max_length=10,
                null=True,
            ),
        ),
    ]
