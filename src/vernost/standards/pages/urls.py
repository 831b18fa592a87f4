"""Addresses of standards, and the public page of hours."""

from __future__ import annotations

from django.urls import path

from vernost.standards.pages import breaches, checks, register
from vernost.standards.pages.hours import opening_hours

urlpatterns = [
    path("standards/", register.standards, name="standards"),
    path("standards/add/", register.standard_edit, name="standard_add"),
    path("standards/<int:pk>/", register.standard, name="standard"),
    path("standards/<int:pk>/edit/", register.standard_edit, name="standard_edit"),
    path("standards/<int:pk>/retire/", register.standard_retire, name="standard_retire"),
    path("standards/<int:pk>/rivals/add/", register.rival_add, name="standard_rival"),
    path("standards/rivals/<int:pk>/drop/", register.rival_drop, name="standard_rival_drop"),
    path("standards/checks/", checks.check_list, name="standard_checks"),
    path("standards/checks/add/", checks.check_add, name="standard_check_add"),
    path("standards/checks/<int:pk>/", checks.check, name="standard_check"),
    path("standards/breaches/", breaches.breach_list, name="standard_breaches"),
    path("standards/breaches/<int:pk>/", breaches.breach_settle, name="standard_breach"),
    path("hours/", opening_hours, name="opening_hours"),
]
