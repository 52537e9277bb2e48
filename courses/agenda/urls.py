"""The addresses of the calendar."""

from django.urls import path

from courses.agenda import views

urlpatterns = [
    path("calendario/", views.calendar, name="calendar"),
    path("calendario/eventi.ics", views.feed, name="calendar_feed"),
    path("calendario/<int:pk>/", views.event, name="event"),
    path("calendario/<int:pk>/evento.ics", views.event_file, name="event_file"),
]
