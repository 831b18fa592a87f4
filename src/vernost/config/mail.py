"""VERNOST_MAIL_URL into Django's settings of e-mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

BACKENDS = "django.core.mail.backends"


def mail(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "vernost.post.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": tls,
        # A local relay on port 25 speaks plainly; every other port is spoken to under TLS.
        "EMAIL_USE_TLS": not tls and parts.port != 25,
        "EMAIL_TIMEOUT": 20,
    }
