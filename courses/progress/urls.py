"""The addresses of marking an activity."""

from django.urls import path

from courses.progress import views

urlpatterns = [
    path("attivita/<uuid:key>/letta/", views.mark_view, name="mark"),
    path("attivita/<uuid:key>/non-letta/", views.unmark_view, name="unmark"),
]
