"""Certificates as they were issued, their numbers, their files; the words and pictures they are made with."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.people.models import Participant, Role
from courses.territory.models import Body, BodyOfTheDay


class Kind(models.TextChoices):
    """What a certificate is for."""

    EVENT = "event", pgettext_lazy("certificate", "Training day or webinar")
    COURSE = "course", pgettext_lazy("certificate", "Course")


class NumbersOfYear(models.Model):
    """The last number given in a year. Whoever issues holds this row, so that numbers have no doubles and no holes."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("numbers of a year")
        verbose_name_plural = _("numbers of years")
        default_permissions = ()


class Certificate(BodyOfTheDay):
    """A certificate as it was issued. What it says stands in `snapshot` and in its file, and never changes.

    Erasing a person empties participant, names and nothing else: number, hours and code stay, and can be verified.
    """

    class State(models.TextChoices):
        """Whether it still counts."""

        VALID = "valid", pgettext_lazy("certificate", "Valid")
        REPLACED = "replaced", pgettext_lazy("certificate", "Replaced")
        ANNULLED = "annulled", pgettext_lazy("certificate", "Annulled")

    # One that was annulled is not issued again by itself: only the secretariat issues in its place.
    SETTLED: ClassVar = (State.VALID, State.ANNULLED)

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=16, unique=True, editable=False)  # to verify it: 80 random bits
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="certificates", verbose_name=_("participant")
    )
    source = models.CharField(_("source"), max_length=60, db_index=True)  # «event:12», «course:<key>»
    course_key = models.UUIDField(_("course"))  # the page's translation_key
    title = models.CharField(_("title"), max_length=255)
    minutes = models.PositiveIntegerField(_("minutes present"))
    of_minutes = models.PositiveIntegerField(_("minutes in all"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="certificates", verbose_name=_("body"))
    snapshot = models.JSONField(encoder=DjangoJSONEncoder)
    seal = models.CharField(max_length=64, editable=False)  # keyed, over number, code, snapshot and file
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("issued by")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.VALID)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaces", verbose_name=_("replaced by")
    )
    annulled_at = models.DateTimeField(_("annulled"), null=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("annulled by")
    )
    reason = models.TextField(_("reason"), blank=True)  # of the annulment, or of the issue of a new one
    # The presences were corrected since: what it says is no longer what the register says.
    flagged = models.BooleanField(_("differs from the register"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(name="certificate_number_once_per_year", fields=["year", "number"]),
            models.UniqueConstraint(
                name="one_live_certificate_per_source", fields=["participant", "source"], condition=Q(state="valid")
            ),
            models.CheckConstraint(
                name="what_counts_has_no_follower", condition=Q(replaced_by=None) | ~Q(state="valid")
            ),
            models.CheckConstraint(name="certificate_follows_another", condition=~Q(replaced_by=F("pk"))),
            models.CheckConstraint(
                name="annulment_has_date_and_reason",
                condition=~Q(state="annulled") | (Q(annulled_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(name="certificate_within_its_minutes", condition=Q(minutes__lte=F("of_minutes"))),
        ]
        indexes = [models.Index(fields=["participant", "kind", "course_key"], name="certificate_of_person")]
        default_permissions = ("view",)
        permissions = [
            ("issue_certificate", "Can issue, correct and annul certificates"),
            ("export_certificate", "Can export certificates"),
        ]

    def __str__(self) -> str:
        return f"{self.label} – {self.holder}"

    @property
    def label(self) -> str:
        """The number as it is quoted."""
        return f"{self.number}/{self.year}"

    @property
    def holder(self) -> str:
        """Whose it is, as it says; nobody's name once the person was erased."""
        name = f"{self.snapshot.get('given_name', '')} {self.snapshot.get('family_name', '')}".strip()
        return name or str(_("Erased person"))

    @property
    def written_code(self) -> str:
        """The code as it is printed: in groups of four."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))


class CertificateFile(models.Model):
    """The PDF of a certificate, byte for byte. Apart, so that no list loads it."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, primary_key=True, related_name="file")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a certificate")
        verbose_name_plural = _("files of certificates")
        default_permissions = ()


class Confirmation(models.Model):
    """The secretariat said that a certificate may be issued. Those of one moment are a batch."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("participant"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    source = models.CharField(_("source"), max_length=60)
    course_key = models.UUIDField(_("course"))
    batch = models.UUIDField(db_index=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate confirmed")
        verbose_name_plural = _("certificates confirmed")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="confirmed_once", fields=["participant", "source"])]


class ErrorReport(models.Model):
    """«Segnala un errore»: what a person says is wrong on their certificate, until the secretariat has looked at it."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="reports", verbose_name=_("certificate"))
    text = models.TextField(_("what is wrong"), max_length=1000, blank=True)  # emptied when the person is erased
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True)
    handled_at = models.DateTimeField(_("looked at"), null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("looked at by")
    )
    outcome = models.CharField(_("what was done"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("error reported")
        verbose_name_plural = _("errors reported")
        ordering = ["-reported_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_open_report_per_certificate", fields=["certificate"], condition=Q(handled_at=None)
            )
        ]


class CertificateTemplate(models.Model):
    """The secretariat's own words for certificates of a kind; without them, those that come with the product."""

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, primary_key=True)
    title = models.CharField(_("title"), max_length=80)
    sentence = models.TextField(_("sentence"), max_length=600)
    office = models.CharField(_("office of who signs"), max_length=120, blank=True)
    signer = models.CharField(_("name of who signs"), max_length=120, blank=True)
    funding = models.CharField(_("who pays for the programme"), max_length=400)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("template of certificates")
        verbose_name_plural = _("templates of certificates")
        default_permissions = ()
        permissions = [("change_certificatetemplate", "Can change the template of certificates")]
        constraints = [models.CheckConstraint(name="template_says_who_pays", condition=~Q(funding=""))]

    def __str__(self) -> str:
        return self.get_kind_display()


class CertificatePicture(models.Model):
    """A logo, or the image of a signature, on the certificates of a kind."""

    class Place(models.TextChoices):
        """Where it stands."""

        FIRST = "logo1", _("First logo")
        SECOND = "logo2", _("Second logo")
        THIRD = "logo3", _("Third logo")
        SIGNATURE = "signature", _("Signature")

    template = models.ForeignKey(CertificateTemplate, models.CASCADE, related_name="pictures")
    place = models.CharField(_("place"), max_length=10, choices=Place)
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alternative = models.CharField(_("alternative text"), max_length=200)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("picture on certificates")
        verbose_name_plural = _("pictures on certificates")
        ordering = ["place"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="picture_once_per_place", fields=["template", "place"]),
            models.CheckConstraint(name="picture_has_alternative", condition=~Q(alternative="")),
        ]
