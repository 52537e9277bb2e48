"""The addresses of booking."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from courses.booking.views import events, own, places


class KeyConverter(StringConverter):
    """The letters and digits of a secret address."""

    regex = "[A-Za-z0-9_-]{20,64}"


register_converter(KeyConverter, "secret")

urlpatterns = [
    path("posti/<uuid:token>/", places.seat, name="seat"),
    path("posti/<uuid:token>/accetta/", places.seat_accept, name="seat_accept"),
    path("posti/<uuid:token>/conferma/", places.seat_confirm, name="seat_confirm"),
    path("posti/<uuid:token>/lascia/", places.seat_leave, name="seat_leave"),
    path("posti/<uuid:token>/rinuncia/", places.seat_give_up, name="seat_give_up"),
    path("posti/<uuid:token>/cambia/", places.seat_change, name="seat_change"),
    path("posti/<uuid:token>/esigenze/", places.seat_needs, name="seat_needs"),
    path("posti/<uuid:token>/appuntamento.ics", places.seat_calendar, name="seat_calendar"),
    path("calendario/<int:pk>/iscrizione/", events.event_book, name="event_book"),
    path("calendario/personale/<secret:key>.ics", own.personal_calendar, name="personal_calendar"),
    path("area-personale/appuntamenti/", own.own_bookings, name="own_bookings"),
    path("area-personale/appuntamenti/indirizzo/", own.own_calendar_key, name="own_calendar_key"),
]
