"""Background work: unusual reading is told to the directors."""

from __future__ import annotations

from datetime import timedelta

from vernost.core.jobs import claim, sweep, worked_off
from vernost.staff.models import Alert
from vernost.staff.services.alerts import alert_send, alerts_raise

LEASE = timedelta(minutes=5)


@sweep("alerts", every=timedelta(minutes=1), lease=timedelta(minutes=10))
def tell_of_unusual_reading() -> int:
    alerts_raise()
    sent = 0
    for alert in claim(Alert, limit=50, lease=LEASE):
        with worked_off(alert):
            alert_send(alert)
            sent += 1
    return sent
