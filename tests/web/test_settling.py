"""What of two versions can stand together, field by field."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.passages_typed import arranged
from app.web.settling import decided, settle

FORMS = st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from("xyz"), max_size=2))


@given(FORMS, FORMS, FORMS)
def test_no_change_of_either_is_lost_unseen(base, mine, theirs):
    settled = settle(base, mine, theirs)
    for name in {*base, *mine, *theirs}:
        was, typed, now = (form.get(name, []) for form in (base, mine, theirs))
        stands = settled.raw[name]
        if name in settled.open:
            assert was not in (typed, now)
            assert typed != now
            assert stands == typed
        elif name in settled.taken:
            assert typed == was
            assert stands == now != was
        else:
            assert stands == typed
            assert now in (was, typed)


@given(FORMS, FORMS)
def test_where_nobody_else_changed_anything_all_stands_as_typed(base, mine):
    settled = settle(base, mine, base)
    assert (settled.taken, settled.open) == (frozenset(), frozenset())
    assert all(settled.raw[name] == mine.get(name, []) for name in {*base, *mine})


def test_blanks_at_the_ends_are_no_change():
    settled = settle({"a": ["x\n"]}, {"a": ["x"]}, {"a": ["y"]})
    assert settled.raw == {"a": ["y"]}


def test_the_others_words_stand_where_they_were_chosen():
    raw = {"a": ["mine"], "take-a": ["theirs"], "b": ["mine"], "take-b": ["mine"]}
    told = decided(raw, {"a": ["theirs"], "b": ["theirs"]})
    assert (told["a"], told["b"]) == (["theirs"], ["mine"])


def test_passages_go_up_and_down_and_the_last_one_stays():
    def after(step: str, *tokens: str) -> list[str]:
        return arranged({"passages": list(tokens), "arrange": [step]}, "")["passages"]

    assert after("up:b", "a", "b") == ["b", "a"]
    assert after("up:a", "a", "b") == ["a", "b"]
    assert after("down:a", "a", "b", "c") == ["b", "a", "c"]
    assert after("down:c", "a", "c") == ["a", "c"]
    assert after("drop:a", "a", "b") == ["b"]
    assert after("drop:a", "a") == ["a"]
    assert after("up:z", "a") == ["a"]
