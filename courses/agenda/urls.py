"""The addresses of the calendar."""

from django.urls import path

from courses.agenda import views

urlpatterns = [
    path("calendario/", views.calendar, name="calendar"),
    path("calendario/<int:pk>/", views.event, name="event"),
]
