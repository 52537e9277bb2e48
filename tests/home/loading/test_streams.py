"""From YAML to blocks."""

import pytest
from wagtail.documents.models import Document
from wagtail.images.models import Image

from home.blocks import PageBlocks
from home.loading.files import ContentError
from home.loading.streams import stream_value

BLOCKS = PageBlocks()


def test_a_table_keeps_caption_headings_and_cells():
    body = [{"table": {"caption": "Anni", "columns": ["Anno", "Numero"], "rows": [["2024", 872]], "row_header": False}}]

    value = stream_value(BLOCKS, body)[0].value

    assert value["row_header"] is False
    assert value["table"].caption == "Anni"
    assert [column["heading"] for column in value["table"].columns] == ["Anno", "Numero"]
    assert [[str(cell) for cell in row] for row in value["table"].rows] == [["2024", "872"]]


def test_a_figure_enters_the_library_once_with_its_description(db):
    figure = {"image": {"file": "rete-territoriale.png", "alt": "Il Comune al centro", "caption": "La rete"}}

    value = stream_value(BLOCKS, [figure, figure])[0].value

    image = Image.objects.get()
    assert (image.title, image.description) == ("La rete", "Il Comune al centro")
    assert image.collection.name == "Materiali dei corsi"
    assert value["image"].contextual_alt_text == "Il Comune al centro"


def test_a_document_enters_the_library_once(db):
    block = {"document": {"file": "mappa-della-rete.pdf", "title": "La mappa"}}

    stream_value(BLOCKS, [block, block])

    assert Document.objects.get().title == "La mappa"


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ({"headline": {}}, "no block called 'headline'"),
        ({"heading": {"txt": "Titolo"}}, "the block 'heading' has no txt"),
        ({"image": {"file": "manca.png", "alt": ""}}, "figures/manca.png: the file is not there"),
        ({"table": {"caption": "T", "columns": ["A"], "rows": [["1", "2"]]}}, "more or fewer cells than columns"),
        ({"call_to_action": {"title": "T", "label": "L", "page": "/nessuna/"}}, "there is no page /nessuna/"),
        ({"heading": {}, "paragraph": ""}, "one key with its value"),
    ],
)
def test_a_faulty_text_is_refused_with_its_fault(db, block, fault):
    with pytest.raises(ContentError, match=fault):
        stream_value(BLOCKS, [block])
