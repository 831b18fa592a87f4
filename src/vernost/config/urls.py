"""Every address of the house. A new one needs a row in tests/isolation/routes.py."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from vernost.api.root import api

urlpatterns = [
    path("", include("vernost.voice.pages.urls")),  # thousands answer at once: theirs are found first
    # An address is the key to the house: a director changes it on the employee's page (staff.edit).
    path("account/email/", RedirectView.as_view(pattern_name="myself")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("vernost.winback.pages.urls")),
    path("", include("vernost.sales.pages.urls")),
    path("", include("vernost.agenda.pages.urls")),
    path("", include("vernost.playbooks.pages.urls")),
    path("", include("vernost.complaints.pages.urls")),
    path("", include("vernost.team.pages.urls")),
    path("", include("vernost.reviews.pages.urls")),
    path("", include("vernost.standards.pages.urls")),
    path("", include("vernost.post.pages.urls")),
    path("", include("vernost.intake.pages.urls")),
    path("", include("vernost.courtesy.pages.urls")),
    path("", include("vernost.orders.pages.urls")),
    path("", include("vernost.clients.pages.urls")),
    path("", include("vernost.staff.pages.urls")),
    path("", include("vernost.retention.pages.urls")),
    path("", include("vernost.indicators.pages.urls")),
    path("api/v1/", api.urls),
    path("", include("vernost.ui.urls")),
]
handler400 = "vernost.core.error_pages.bad_request"
handler403 = "vernost.core.error_pages.not_allowed"
handler404 = "vernost.core.error_pages.not_found"
handler500 = "vernost.core.error_pages.broken"
