"""A wave that is prepared waits for a person to begin it."""

from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("preparing", "Being prepared"), ("ready", "Ready to begin"), ("running", "Asking"), ("stopped", "Stopped"),
    ("done", "All asked"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("voice", "0002_tallies")]

    operations = [
        migrations.RemoveConstraint("wave", "voice_wave_state_known"),
        migrations.AlterField(
            "wave",
            "state",
            models.CharField(choices=STATES, default="preparing", editable=False, max_length=9),
        ),
        migrations.AddConstraint(
            "wave",
            models.CheckConstraint(
                condition=Q(("state__in", ["preparing", "ready", "running", "stopped", "done"])),
                name="voice_wave_state_known",
            ),
        ),
    ]
