"""The site's own blocks: each can be seen in the chooser before it is chosen."""

import pytest
from wagtail.blocks import StructBlockValidationError

from home.blocks import CallToActionBlock
from home.models import HomePage, StandardPage
from tests.factories.people import make_user

OWN = {
    block.definition_prefix: block
    for page_type in (HomePage, StandardPage)
    for block in page_type._meta.get_field("body").stream_block.child_blocks.values()
    if type(block).__module__ == "home.blocks"
}


def test_every_block_has_a_label_a_description_an_icon_and_a_preview():
    for block in OWN.values():
        assert block.label and block.get_description() and block.meta.icon != "placeholder"
        assert block.is_previewable


def test_every_preview_is_shown(client, home):
    client.force_login(make_user(superuser=True))

    for block in OWN.values():
        answer = client.get("/admin/block-preview/", {"id": block.definition_prefix})
        assert answer.status_code == 200, block.name
        assert "css/site.css" in answer.content.decode()


@pytest.mark.parametrize(("page", "url"), [(None, ""), (7, "https://www.anci.it/")])
def test_a_button_leads_to_one_place(page, url):
    block = CallToActionBlock()
    value = block.to_python({"title": "T", "text": "", "label": "Vai", "page": None, "url": url})
    value["page"] = page and object()

    with pytest.raises(StructBlockValidationError):
        block.clean(value)
