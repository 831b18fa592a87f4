"""Imports, one after another: a killed worker's run is found again when its lease is over."""

from __future__ import annotations

from datetime import timedelta

from vernost.core.jobs import claim, sweep, worked_off
from vernost.orders.importing import running
from vernost.orders.models import ImportRun


@sweep("imports", every=timedelta(minutes=1), lease=timedelta(minutes=3))
def run_imports() -> int:
    done = 0
    while taken := claim(ImportRun, limit=1, lease=running.LEASE):
        for run in taken:
            with worked_off(run):
                running.work(run)
        done += len(taken)
    return done
