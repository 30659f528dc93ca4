"""Check codes lie apart from the votes, keys are held fast, and PostgreSQL keeps no samples of sealed votes.

A vote that is open while this is done cannot be counted afterwards: cancel it and hold it again.
"""

from django.db import migrations, models

_COLUMNS = {"ballots_box": ("sealed", "codes"), "ballots_elector": ("has_voted",)}


def keep_no_samples(apps, schema_editor):
    """The planner's statistics would keep values of the box, and how far marks follow the order of the roster, for good."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in _COLUMNS.items():
        for column in columns:
            kind = "boolean" if column == "has_voted" else "bytea"
            # Setting a type drops the samples that were kept before.
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}")
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="lock",
            field=models.CharField(
                blank=True, default="", help_text="Holds both public keys fast, by the key of the site.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ballot",
            name="is_left_over",
            field=models.BooleanField(
                default=False,
                help_text="Its votes are destroyed, and what the files still hold of them is to be overwritten.",
            ),
        ),
        migrations.AddField(model_name="box", name="codes", field=models.BinaryField(default=b"")),
        migrations.RunPython(keep_no_samples, migrations.RunPython.noop, elidable=False),
    ]
