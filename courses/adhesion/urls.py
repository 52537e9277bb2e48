"""The addresses of the scheda di adesione, and of invitations."""

from django.urls import path

from courses.adhesion.views import after, downloads, invitation, steps

urlpatterns = [
    path("invito/<slug:token>/", invitation.invitation, name="invitation"),
    path("adesione/", steps.start, name="adhesion"),
    path("adesione/modello-funzionari.<str:file_format>", downloads.officials_template, name="adhesion_template"),
    path("adesione/conferma/<slug:confirm_token>/", after.confirm, name="adhesion_confirm"),
    path("adesione/firmate/<int:pk>/", after.signed_file, name="adhesion_signed_file"),
    path("adesione/<slug:token>/", after.resume, name="adhesion_resume"),
    path("adesione/<slug:token>/scheda.pdf", after.pdf, name="adhesion_pdf"),
    path("adesione/<slug:token>/firmata/", after.upload_signed, name="adhesion_signed"),
    path("adesione/<slug:token>/<slug:step>/", steps.step, name="adhesion_step"),
]
