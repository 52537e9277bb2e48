"""What a person did in a simulation: records that outlive the page, and the scenario as it was."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.people.models import Participant
from courses.quizzes.models.records import Record
from courses.quizzes.scenes import ENDINGS


class Play(Record):
    """One way through a simulation, with its scenario frozen: nothing an editor does later changes it."""

    class Closing(models.TextChoices):
        """How it was closed."""

        ENDING = "ending", pgettext_lazy("play", "came to an ending")
        LEFT = "left", pgettext_lazy("play", "left to begin again")
        MERGE = "merge", pgettext_lazy("play", "when two records of one person became one")

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="simulation_plays", verbose_name=_("participant")
    )
    simulation_title = models.CharField(_("simulation"), max_length=255)
    script = models.JSONField(_("scenario as it was"), encoder=DjangoJSONEncoder)  # see `quizzes.scripting`
    closing = models.CharField(_("how it was closed"), max_length=8, choices=Closing, blank=True)
    ending_title = models.CharField(_("ending"), max_length=150, blank=True)
    ending_kind = models.CharField(_("kind of ending"), max_length=4, choices=ENDINGS, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("play of a simulation")
        verbose_name_plural = _("plays of simulations")
        ordering = ["-started_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_open_play_per_simulation",
                fields=["participant", "activity_key"],
                condition=Q(closed_at__isnull=True),
            ),
            models.UniqueConstraint(name="play_number_once", fields=["participant", "activity_key", "number"]),
            models.CheckConstraint(
                name="closed_play_says_how",
                condition=Q(closed_at__isnull=True, closing="", ending_kind="")
                | (Q(closed_at__isnull=False, closing="ending") & ~Q(ending_kind=""))
                | Q(closed_at__isnull=False, closing__in=["left", "merge"], ending_kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.simulation_title}"

    def scene(self, key: str) -> dict:
        """A scene as it was."""
        return next(one for one in self.script["scenes"] if one["key"] == key)


class Step(models.Model):
    """One decision, saved when it was made."""

    play = models.ForeignKey(Play, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()  # 1 for the first
    scene = models.CharField(max_length=100)  # keys of the play's script
    choice = models.CharField(max_length=100)
    made_at = models.DateTimeField(_("made"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision in a simulation")
        verbose_name_plural = _("decisions in simulations")
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="step_once_per_play", fields=["play", "number"])]
