"""The judge of all journeys: it knows pages and frames again, and sees what is wrong with them all the same."""

import pytest

from tests.browser.barriers import barriers

TWO_TINY = ".innerHTML = '<button>a</button><button>b</button>'"
SMALL = "all => all.forEach(one => Object.assign(one.style, { padding: 0, border: 0, fontSize: '8px', minHeight: 0 }))"
FAULTS = [
    ("color-contrast", "main h1", "one => { one.style.color = '#ccc' }"),
    ("color-contrast", "footer h2", "one => { one.style.color = '#06c' }"),
    ("color-contrast", ".it-brand-tagline", "one => { one.style.color = '#17d' }"),
    ("target-size", "main h1", f"one => {{ one{TWO_TINY}; ({SMALL})(one.querySelectorAll('button')) }}"),
    ("target-size", "footer h2", f"one => {{ one{TWO_TINY}; ({SMALL})(one.querySelectorAll('button')) }}"),
    ("label", "main label[for=id_description]", "one => one.remove()"),
    ("link-name", "footer li a", "one => { one.textContent = '' }"),
]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_fault_is_found_on_a_page_whose_frame_was_without(new_page, width: int) -> None:
    page = new_page(width)
    found = {}
    for rule, place, spoil in FAULTS:
        page.goto("/segnala-barriera/")
        assert barriers(page) == []
        page.locator(place).first.evaluate(spoil)
        found[rule, place] = [rule in {one.split(":")[0] for one in barriers(page)} for _time in (1, 2)]

    assert found == {(rule, place): [True, True] for rule, place, _spoil in FAULTS}
