"""The addresses of certificates: public ones, printed on paper; never to be changed."""

from django.urls import path

from courses.certificates.views import verifying

urlpatterns = [
    path("attestati/verifica/", verifying.verify, name="verify"),
    path("attestati/verifica/<str:code>/", verifying.verify_certificate, name="verify_certificate"),
]
