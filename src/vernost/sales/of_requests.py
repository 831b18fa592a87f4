"""A request may become a deal: the button on its page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from vernost.intake.following import Becomes, may_become
from vernost.intake.models import Request


def _address(request: Request) -> str:
    if request.client is None or request.client.is_closed:
        return ""
    return f"{reverse('deal_add')}?{urlencode({'client': request.client.pk, 'request': request.pk})}"


def register_own() -> None:
    may_become(Becomes(label=_("Open a deal"), icon="handshake", verb="deal.edit", address=_address))
