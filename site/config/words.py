"""Words of Django and allauth that this site says otherwise: listed here so that the catalogue keeps them."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# allauth says some of these in English, or in words that do not tell what to do next
ALLAUTH = [
    _("A new set of recovery codes has been generated."),
    _("A sign-in code has been sent to %(recipient)s."),
    _("A user is already registered with this email address."),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Authenticator code"),
    _("Code"),
    _("Confirmation email sent to %(email)s."),
    _("Current Password"),
    _("Email"),
    _("Email address"),
    _("Enter Email Verification Code"),
    _("Enter Sign-In Code"),
    _("Forgot your password?"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("New Password"),
    _("New Password (again)"),
    _("Password successfully changed."),
    _("Remember Me"),
    _("Sign In"),
    _("Successfully signed in as %(name)s."),
    _("The email address and/or password you specified are not correct."),
    _("The new value must be different from the current one."),
    _("Too many failed login attempts. Try again later."),
    _("Use a different email address"),
    _("Use authenticator app or code"),
    _("Use your password"),
    _("You have confirmed %(email)s."),
    _("You have signed out."),
]

# Italian writes months in lower case, also inside a sentence
MONTHS = [
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
]

# Django 5.2's Italian has no words for these
DJANGO = [
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        "length",
    ),
]
