"""The addresses of the personal area."""

from django.urls import path

from courses.desk.views import body, certificates, files, hours, own, presences, seats

urlpatterns = [
    path("area-personale/", own.desk, name="desk"),
    path("area-personale/dati/", own.own_data, name="own_data"),
    path("area-personale/dati/copia/", own.own_copy, name="own_copy"),
    path("area-personale/dati/cancellazione/", own.own_erasure, name="own_erasure"),
    path("area-personale/presenze/<int:pk>/attestazione.pdf", presences.own_statement, name="own_statement"),
    path("area-personale/ore/", hours.own_hours, name="own_hours"),
    path("area-personale/ore/libretto-formativo.pdf", hours.own_booklet, name="own_booklet"),
    path("area-personale/attestati/", certificates.own_certificates, name="own_certificates"),
    path("area-personale/attestati/<int:pk>/attestato.pdf", certificates.own_certificate, name="own_certificate"),
    path("area-personale/attestati/<int:pk>/errore/", certificates.own_certificate_error, name="own_certificate_error"),
    path("area-personale/ente/attestati.zip", certificates.own_body_certificates, name="own_body_certificates"),
    path(
        "area-personale/ente/attestati/<int:pk>/attestato.pdf",
        certificates.own_body_certificate,
        name="own_body_certificate",
    ),
    path("area-personale/ente/", body.own_body, name="own_body"),
    path("area-personale/ente/funzionari.<str:file_format>", body.own_body_export, name="own_body_export"),
    path("area-personale/ente/ore/", hours.own_body_hours, name="own_body_hours"),
    path("area-personale/ente/ore/ore.<str:file_format>", hours.own_body_hours_file, name="own_body_hours_file"),
    path("area-personale/ente/file/", files.own_body_files, name="own_body_files"),
    path("area-personale/ente/file/<int:pk>/", files.own_body_file, name="own_body_file"),
    path(
        "area-personale/ente/file/<int:pk>/da-correggere.<str:file_format>",
        files.own_body_file_rows,
        name="own_body_file_rows",
    ),
    path("area-personale/ente/<int:pk>/invita/", body.own_body_invite, name="own_body_invite"),
    path("area-personale/ente/<int:pk>/revoca/", body.own_body_revoke, name="own_body_revoke"),
    path("area-personale/ente/<int:pk>/conferma/", body.own_body_confirm, name="own_body_confirm"),
    path("area-personale/ente/<int:pk>/declina/", body.own_body_decline, name="own_body_decline"),
    path("area-personale/ente/<int:pk>/sostituisci/", body.own_body_replace, name="own_body_replace"),
    path("area-personale/ente/<int:pk>/passaggio/", body.own_body_hand_over, name="own_body_hand_over"),
    path("area-personale/ente/posti/", seats.own_body_seats, name="own_body_seats"),
    path("area-personale/ente/posti/<int:pk>/", seats.own_body_event, name="own_body_event"),
    path("area-personale/ente/posti/<int:pk>/tieni/", seats.own_body_hold, name="own_body_hold"),
    path("area-personale/ente/posti/<int:pk>/nome/", seats.own_body_name_seat, name="own_body_name_seat"),
    path("area-personale/ente/posti/<int:pk>/libera/", seats.own_body_release_seat, name="own_body_release_seat"),
    path("area-personale/ente/iscrizioni/<int:pk>/sostituisci/", seats.own_body_substitute, name="own_body_substitute"),
    path("area-personale/ente/iscrizioni/<int:pk>/accetta/", seats.own_body_accept_seat, name="own_body_accept_seat"),
    path("area-personale/ente/iscrizioni/<int:pk>/rinuncia/", seats.own_body_cancel_seat, name="own_body_cancel_seat"),
]
