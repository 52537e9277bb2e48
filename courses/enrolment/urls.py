"""The addresses of enrolling."""

from django.urls import path

from courses.enrolment import views

urlpatterns = [path("percorsi/<uuid:course_key>/iscrizione/", views.enrol_view, name="enrol")]
