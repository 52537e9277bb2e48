"""The text that the goals of the lesson page speak of: 1,500 words with links, three pictures, a table."""

from wagtail.images import get_image_model

from courses.catalogue.models import CoursePage, LessonPage
from tests.factories.certificates import make_picture

SECTIONS, LINKS, PICTURES = 5, 4, 3
SENTENCE = (
    "Il Comune programma i servizi con le aziende sanitarie, con la scuola e con il terzo settore, "
    "e ne risponde a chi abita il territorio. "
)  # 22 words
REPEATED = 12  # so that a section has some 300 words
BIG = (1600, 900)


def with_measured_text(lesson: LessonPage) -> LessonPage:
    """The lesson, published with the text of the goals in place of its own."""
    lesson.body = [part for number in range(SECTIONS) for part in _section(lesson, number)]
    lesson.save_revision().publish()
    return lesson


def _section(lesson: LessonPage, number: int) -> list[dict]:
    """A heading, paragraphs with links, and a picture or a table."""
    course = CoursePage.objects.ancestor_of(lesson).get()
    pages = LessonPage.objects.live().descendant_of(course).order_by("path")[:LINKS]
    links = "".join(
        f'<p>{SENTENCE * (REPEATED // LINKS)}<a linktype="page" id="{page.pk}">{page.title}</a></p>' for page in pages
    )
    parts = [
        {"type": "heading", "value": {"text": f"Parte {number + 1}", "level": "h2"}},
        {"type": "paragraph", "value": f'{links}<p><a href="https://www.example.org/{number}">La fonte</a></p>'},
    ]
    return [*parts, _picture(number) if number < PICTURES else _table()] if number <= PICTURES else parts


def _picture(number: int) -> dict:
    picture = get_image_model().objects.create(title=f"Figura {number + 1}", file=make_picture(BIG))
    picture.file.close()
    shown = {"image": picture.pk, "alt_text": "Una sala con venti persone", "decorative": False}
    return {"type": "image", "value": {"image": shown, "caption": "Una giornata", "credit": "Cittalia"}}


def _table() -> dict:
    columns = [{"type": "text", "heading": heading} for heading in ("Anno", "Progetti", "Posti")]
    rows = [
        {"values": [str(2015 + number), str(400 + 50 * number), str(20_000 + 1_000 * number)]} for number in range(8)
    ]
    table = {"columns": columns, "rows": rows, "caption": "Progetti e posti della rete, anno per anno"}
    return {"type": "table", "value": {"row_header": True, "table": table}}
