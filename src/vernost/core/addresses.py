"""The address a request came from, as far as it can be believed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Only as many X-Forwarded-For entries are believed as proxies of ours stand in front."""
    proxies: int = settings.ENVIRONMENT.proxies
    told: list[str] = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if proxies and len(told) >= proxies:
        return told[-proxies][:45]
    return str(request.META.get("REMOTE_ADDR") or "")[:45]
