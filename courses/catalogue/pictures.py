"""Pictures in a text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class TranslatedImageBlock(ImageBlock):
    """Wagtail's, in which the field of the picture has no label that could be translated; the same to migrations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks["image"].label = _("Image")


class PictureBlock(blocks.StructBlock):
    """An image with its alternative text, caption and credit."""

    image = TranslatedImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("Author and source"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with alternative text, caption and author")
        template = "courses/catalogue/blocks/picture.html"
        preview_value = {"image": None, "caption": "I tre livelli della rete", "credit": "Cittalia"}
