"""The map of a scenario: below all that lead there, nothing lost, and what leads back told apart."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes.layout import layout_of

KEYS = tuple("abcdefgh")
GRAPHS = st.fixed_dictionaries({key: st.lists(st.sampled_from((*KEYS, "nowhere")), max_size=3) for key in KEYS})


def test_scenes_stand_below_what_leads_to_them() -> None:
    laid = layout_of({"a": ["b", "c"], "b": ["d"], "c": ["d", "a"], "d": [], "alone": []})

    assert laid.layers[0] == ["a", "alone"]
    assert (set(laid.layers[1]), laid.layers[2], laid.back) == ({"b", "c"}, ["d"], [("c", "a")])


def test_what_nobody_reaches_stands_beside_the_beginning_and_not_above() -> None:
    laid = layout_of({"a": ["b"], "b": [], "lost": ["a"]})

    assert (laid.layers, laid.back) == ([["a", "lost"], ["b"]], [("lost", "a")])


def test_a_long_way_bends_in_each_layer_it_crosses() -> None:
    laid = layout_of({"a": ["b", "d"], "b": ["c"], "c": ["d"], "d": []})

    assert [layer for layer, _place in laid.bends["a", "d"]] == [0, 1, 2, 3]


def test_nothing_crosses_that_need_not() -> None:
    laid = layout_of({"a": ["b", "c"], "b": ["y"], "c": ["x"], "x": [], "y": []})

    assert laid.layers[1:] in ([["b", "c"], ["y", "x"]], [["c", "b"], ["x", "y"]])


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_every_scene_and_every_way_is_drawn_once(ways) -> None:
    laid = layout_of(ways)

    scenes = [one for row in laid.layers for one in row if isinstance(one, str)]
    assert sorted(scenes) == list(KEYS)
    wanted = {(scene, to) for scene, tos in ways.items() for to in tos if to in KEYS}
    assert {*laid.bends, *laid.back} == wanted
    assert not {*laid.bends} & {*laid.back}
    for (scene, to), bends in laid.bends.items():
        assert (bends[0], bends[-1]) == (laid.place_of(scene), laid.place_of(to))
        assert all(below == above + 1 for (above, _x), (below, _y) in pairwise(bends))
