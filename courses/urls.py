"""An index of the rooms' addresses: the host includes this once, before Wagtail's own."""

from django.urls import include, path

app_name = "courses"
urlpatterns = [
    path("", include("courses.territory.urls")),
    path("", include("courses.adhesion.urls")),
    path("", include("courses.agenda.urls")),
    path("", include("courses.enrolment.urls")),
    path("", include("courses.progress.urls")),
    path("", include("courses.booking.urls")),
    path("", include("courses.attendance.urls")),
    path("", include("courses.quizzes.urls")),
    path("", include("courses.surveys.urls")),
    path("", include("courses.certificates.urls")),
    path("", include("courses.desk.urls")),
]
