"""What was written to which group, by whom, and to how many."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Message(models.Model):
    """One text to a group. The letters to its people are in `post`: they are the queue, and say who got it."""

    class Group(models.TextChoices):
        """To whom one may write. What a group asks for besides is in `filters`."""

        BOOKED = "booked", pgettext_lazy("group", "Who has a place at an event")
        WAITING = "waiting", pgettext_lazy("group", "Who is on the waiting list of an event")
        ABSENT = "absent", pgettext_lazy("group", "Who had a place at an event and was not there")
        ENROLLED = "enrolled", pgettext_lazy("group", "Who takes part in a course")
        NOT_STARTED = "not_started", pgettext_lazy("group", "Who is enrolled in a course and has not started")
        STUCK = "stuck", pgettext_lazy("group", "Who has started a course and does not go on")
        CONTACTS = "contacts", pgettext_lazy("group", "The contacts of the bodies that joined")

    # Made with the page it was written on: what is sent twice from there is one message.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    group = models.CharField(_("group"), max_length=12, choices=Group)
    filters = models.JSONField(_("filters"), default=dict)  # name → value, as the form has them
    about = models.CharField(_("to whom"), max_length=400)  # group and filters in words, as they were that day
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    written_at = models.DateTimeField(pgettext_lazy("message", "written"), auto_now_add=True)
    people = models.PositiveIntegerField(_("people written to"))
    left_out = models.JSONField(_("left out"), default=dict)  # why → how many

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message to a group")
        verbose_name_plural = _("messages to groups")
        ordering = ["-written_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("send_message", "Can write to groups of people")]
        constraints = [models.CheckConstraint(name="message_has_people", condition=Q(people__gt=0))]

    def __str__(self) -> str:
        return self.subject
