"""Addresses of letters."""

from __future__ import annotations

from django.urls import path

from vernost.post.pages import leaving, letters

urlpatterns = [
    path("letters/", letters.letter_list, name="letters"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/cancel/", letters.cancel, name="letter_cancel"),
    path("letters/<int:pk>/again/", letters.again, name="letter_again"),
    path("letters/in/", letters.inbound_list, name="letters_in"),
    path("letters/in/<int:pk>/", letters.inbound, name="letter_in"),
    path("letters/out/<str:secret>/", leaving.leave, name="letter_leave"),
    path("clients/<int:pk>/letters/write/", letters.write, name="letter_write"),
    path("clients/<int:pk>/letters/address/", letters.address_free, name="letter_address_free"),
]
