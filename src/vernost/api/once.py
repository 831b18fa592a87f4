"""``Idempotency-Key``: the same POST sent again gets the same answer, and nothing is done twice.

The row of the key and what was done are one transaction: whoever was killed half-way has done nothing, and
may send it again. Two at once meet at the unique row: the second waits, and is given the first one's answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Schema, Status

from vernost.access.pages import actor_of_request
from vernost.api.models import Answered
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid
from vernost.core.jobs import sweep

HEADER = "Idempotency-Key"
LONGEST = 120
KEPT = timedelta(days=7)


class OtherUnderThisKey(Conflict):
    code = "other_under_this_key"
    message = _("This key has been used for another request. Choose a new one for each.")


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER, "").strip()
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        if len(key) > LONGEST or not key.isprintable():
            raise Invalid(_("An Idempotency-Key has at most 120 printable signs."))
        with transaction.atomic():
            return _kept(request, key, lambda: view(request, *args, **kwargs))

    return answered


def _kept(request: HttpRequest, key: str, work: Callable[[], Any]) -> Any:
    employee_id = actor_of_request(request).employee_id or 0  # a token is always somebody's
    asked = _fingerprint(request)
    row = Answered(employee_id=employee_id, key=key, asked=asked)
    Answered.objects.bulk_create([row], ignore_conflicts=True)
    known = Answered.objects.select_for_update().get(employee=employee_id, key=key)
    if known.status:
        if known.asked != asked:
            raise OtherUnderThisKey
        return Status(known.status, known.body)
    result = work()
    status, body = (result.status_code, result.value) if isinstance(result, Status) else (200, result)
    known.status, known.body = status, body.model_dump(mode="json") if isinstance(body, Schema) else body
    known.save(update_fields=["status", "body"])
    return result


def _fingerprint(request: HttpRequest) -> str:
    said = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(said).hexdigest()


@sweep("api_answered", every=timedelta(hours=6))
def forget_old_answers() -> int:
    gone, _models = Answered.objects.filter(at__lt=clock.now() - KEPT).delete()
    return gone
