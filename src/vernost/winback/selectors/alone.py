"""Whom nobody asks back: asked by everything that sends, and by whatever gives rise to a task."""

from __future__ import annotations

from collections.abc import Sequence

from vernost.winback.models import Arm, LetGo, Plan

WHY = "a guard asks of everybody who is written to"


def in_control(client_ids: Sequence[int]) -> set[int]:
    rows = Plan.objects.unscoped(reason=WHY).filter(client__in=client_ids, arm=Arm.ALONE, ended_on=None)
    return set(rows.values_list("client", flat=True))


def were_let_go(client_ids: Sequence[int]) -> set[int]:
    rows = LetGo.objects.unscoped(reason=WHY).filter(client__in=client_ids, taken_back_on=None)
    return set(rows.values_list("client", flat=True))


def left_alone(client_ids: Sequence[int]) -> set[int]:
    return in_control(client_ids) | were_let_go(client_ids)
