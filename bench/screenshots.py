"""Screenshots of pages to look at, light and dark, wide and narrow, in both languages.

    python bench/screenshots.py [FOLDER] [--only WORD] [--variants phone-light]

Run it after a change to the design system, and look.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).resolve().parent.parent),
    str(Path(__file__).resolve().parent.parent / "src"),
]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# name → address, who looks
PAGES = {
    "gallery": ("/gallery/", "director"),
    "home": ("/", "director"),
    "card": ("/gallery/card/", "director"),
    "staff": ("/staff/", "director"),
    "employee": ("/staff/1/", "director"),
    "employee-add": ("/staff/add/", "director"),
    "teams": ("/teams/", "director"),
    "terms": ("/settings/", "director"),
    "audit": ("/audit/", "director"),
    "myself": ("/me/", "director"),
    "sign-in": ("/account/login/", "anonymous"),
    "reset": ("/account/password/reset/", "anonymous"),
    "mfa": ("/account/2fa/", "director"),
    "forbidden": ("/staff/add/", "owner"),
    "missing": ("/nothing/", "owner"),
    "e404": ("/nothing/", "anonymous"),
    "e500": ("/gallery/error/500/", "director"),
    "e503": ("/gallery/error/503/", "anonymous"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("/tmp/ui-shots"))
    parser.add_argument("--only", default="")
    parser.add_argument("--variants", default="")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)

    import django

    django.setup()
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.db import connections
    from django.test.testcases import LiveServerThread

    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["*"]
    connections["default"].creation.create_test_db(verbosity=0, autoclobber=True)
    connections["default"].inc_thread_sharing()
    server = LiveServerThread("localhost", StaticFilesHandler, {"default": connections["default"]})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    take(f"http://localhost:{server.port}", asked.folder, asked.only, asked.variants)


def take(url: str, folder: Path, only: str, variants: str) -> None:
    from tests.cast import assemble
    from tests.e2e.browsing import launched, window
    from vernost.staff.models import Employee

    cast = assemble()
    for name, shown in {"owner": "Анна Петрова", "director": "Ольга Меньшикова"}.items():
        Employee.objects.filter(pk=cast[name].pk).update(name=shown)
    with launched(shutil.which("chromium") or "chromium") as browser:
        for variant in (
            "desktop-light-ru",
            "phone-light-ru",
            "desktop-dark-ru",
            "phone-dark-en",
            "desktop-light-en",
        ):
            if variants and variants not in variant:
                continue
            size, theme, language = variant.split("-")
            Employee.objects.update(language=language)
            for name, (address, who) in PAGES.items():
                if only and only not in name:
                    continue
                with window(browser, url, cast, who, size=size, dark=theme == "dark") as opened:
                    opened.page.context.set_extra_http_headers({"Accept-Language": language})
                    opened.page.goto(address)
                    opened.page.screenshot(path=folder / f"{name}-{variant}.png", full_page=True)
                    for complaint in opened.complaints:
                        sys.stderr.write(f"{variant} {name}: {complaint}\n")


if __name__ == "__main__":
    main()
    os._exit(0)  # the server's thread holds the base in memory
