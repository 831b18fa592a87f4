"""Sites on which a widget may stand: origins, one a line (https://firm.ru)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from vernost.core.errors import Invalid

MOST_SITES = 20


def origins_of(text: str) -> list[str]:
    """What a person typed, as origins; Invalid names the first line that is none."""
    found: list[str] = []
    for line in text.split():
        given = line if "//" in line else f"https://{line}"
        try:
            site = urlsplit(given.lower())
            port = f":{site.port}" if site.port else ""
        except ValueError:
            site, port = urlsplit(""), ""
        host = site.hostname or ""
        if site.scheme not in ("http", "https") or not host or not all(_plain(sign) for sign in host):
            raise Invalid(sites=_("This is no address of a site: {line}").format(line=line[:80]))
        found.append(f"{site.scheme}://{host}{port}")
    if len(found) > MOST_SITES:
        raise Invalid(sites=_("At most {limit} sites.").format(limit=MOST_SITES))
    return list(dict.fromkeys(found))


def _plain(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign in ".-[]:")
