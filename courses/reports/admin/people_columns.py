"""The columns by which a list says whose a row is."""

from django.utils.translation import gettext_lazy as _

from courses.reports.admin.columns import name_of, province_of, region_of
from courses.reports.admin.plain import FieldColumn

FULL_NAME = "{} {}".format  # as a register has it: family name first


class PersonColumns:
    """Of the participant of a row."""

    name = FieldColumn(
        *(_("Participant"), "participant__family_name", "participant__given_name"),
        say=FULL_NAME,
        ordering="participant__search_text",
    )
    family_name = FieldColumn(_("Family name"), "participant__family_name")
    given_name = FieldColumn(_("Given name"), "participant__given_name")
    email = FieldColumn(_("E-mail address"), "participant__email")


class BodyColumns:
    """Of the body where the participant of a row works now, for records that keep none of their day."""

    body = FieldColumn(_("Body"), "participant__body", say=name_of)
    province = FieldColumn(_("Province"), "participant__body", say=province_of)
    region = FieldColumn(_("Region"), "participant__body", say=region_of)
