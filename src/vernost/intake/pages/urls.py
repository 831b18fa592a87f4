"""Addresses of requests."""

from __future__ import annotations

from django.urls import path

from vernost.intake.pages import desk, public, requests, site_forms

urlpatterns = [
    path("requests/", requests.request_list, name="requests"),
    path("requests/add/", requests.add, name="request_add"),
    path("requests/times/", desk.times, name="request_times"),
    path("requests/desk/", desk.desk, name="request_desk"),
    path("requests/<int:pk>/", requests.card, name="request"),
    path("requests/<int:pk>/take/", requests.take, name="request_take"),
    path("requests/<int:pk>/answer/", requests.answer, name="request_answer"),
    path("requests/<int:pk>/tie/<int:client>/", requests.tie, name="request_tie"),
    path("requests/<int:pk>/client/", requests.new_client, name="request_client"),
    path("requests/<int:pk>/assign/", requests.assign, name="request_assign"),
    path("requests/<int:pk>/close/", requests.close, name="request_close"),
    path("requests/<int:pk>/spam/", requests.spam, name="request_spam"),
    path("requests/<int:pk>/reopen/", requests.reopen, name="request_reopen"),
    path("requests/forms/", site_forms.form_list, name="site_forms"),
    path("requests/forms/add/", site_forms.add, name="site_form_add"),
    path("requests/forms/<int:pk>/", site_forms.edit, name="site_form_edit"),
    path("form/<slug:slug>/", public.show, name="site_form"),
    path("form/<slug:slug>/token/", public.token, name="site_form_token"),
    path("form/<slug:slug>/thanks/", public.thanks, name="site_form_thanks"),
]
