"""The verbs of booking: other rooms ask for all of them here."""

from courses.booking.groups import (
    Result,
    book_group,
    free_unnamed_seats,
    hold_seats,
    name_held_seat,
    release_held_seat,
    substitute,
)
from courses.booking.moving import call_off, change_details, confirm_coming, move_event, set_capacity, tell_of_venue
from courses.booking.offers import accept_offer, close_waiting_list, lapse_offer
from courses.booking.own import renew_calendar_key, revoke_calendar_key, say_needs
from courses.booking.placing import book, book_instead, cancel_booking, change_day, overbook
from courses.booking.seats import NoSeat, offer_free_seats
from courses.booking.succession import free_from_one_day, give_up_with_enrolment, hand_over_bookings, take_over_bookings

__all__ = [
    "NoSeat",
    "Result",
    "accept_offer",
    "book",
    "book_group",
    "book_instead",
    "call_off",
    "cancel_booking",
    "change_day",
    "change_details",
    "close_waiting_list",
    "confirm_coming",
    "free_from_one_day",
    "free_unnamed_seats",
    "give_up_with_enrolment",
    "hand_over_bookings",
    "hold_seats",
    "lapse_offer",
    "move_event",
    "name_held_seat",
    "offer_free_seats",
    "overbook",
    "release_held_seat",
    "renew_calendar_key",
    "revoke_calendar_key",
    "say_needs",
    "set_capacity",
    "substitute",
    "take_over_bookings",
    "tell_of_venue",
]
