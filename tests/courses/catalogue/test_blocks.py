"""The blocks of a text, as editors meet them."""

from django.utils.translation import override
from wagtail.images.blocks import ImageBlock

from courses.catalogue.pictures import PictureBlock


def test_the_field_of_the_picture_is_named_in_the_editors_language() -> None:
    chooser = PictureBlock().child_blocks["image"].child_blocks["image"]

    with override("it"):
        assert str(chooser.label) == "Immagine"


def test_migrations_know_the_picture_as_wagtails() -> None:
    assert PictureBlock().child_blocks["image"].deconstruct()[0] == ImageBlock().deconstruct()[0]
