"""What may bear on a claim, or say the same: by words, and by meaning through a port."""

from collections.abc import Iterable
from importlib.util import find_spec

import pytest
import sqlalchemy as sa

from app.search import meaning as meanings
from app.search.candidates import alike, may_bear, passages_that_may_bear
from app.search.commands import index
from app.search.kin import kin
from app.search.likeness import by_words, fused, share
from app.search.meaning import Meaning, open_meaning
from app.text.stems import stem

TOPICS = ("theft steal stole burglary", "peace truce calm", "grain wheat bread")


class Topics:
    """An encoder that knows of three things and of nothing else, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Iterable[Iterable[float]]:
        self.asked += texts
        for text in texts:
            words = text.replace(".", " ").split()
            yield [0.1 + sum(word in topic.split() for word in words) for topic in TOPICS]


def meaning(at_once: int = 1000, kept: int = 1000) -> tuple[Meaning, Topics]:
    topics = Topics()
    return Meaning(lambda: topics, at_once=at_once, kept=kept), topics


@pytest.fixture
def scene(db, make):
    """Two texts; in the first a claim about stealing grain, in the second three claims and a
    sentence on which none rests."""
    one, other = make.source(), make.source()
    make.text(one, "They stole the grain of the valley.")
    make.text(
        other,
        "Burglary is rising.\n\nStealing of grain was rare.\n\n"
        "Calm prevailed.\n\nWheat was stolen in the valley too.",
    )
    debate = make.debate(one, other)
    own = make.claim(one, passages=[make.passage(one, "stole the grain")], statement="Theft of it.")
    claims = [
        make.claim(other, passages=[make.passage(other, words)], statement=stated)
        for words, stated in (
            ("Burglary is rising.", "Burglary rises."),
            ("Stealing of grain was rare.", "Few stole grain in the valleys."),
            ("Calm prevailed.", "There was calm."),
        )
    ]
    index(db)
    return debate.id, own, other, claims


def test_words_of_one_stem_are_kin(db, scene):
    found = kin(db, ["stealing", "valley", "nowhere"])
    assert found[stem("stealing")].words == ("stealing",)
    assert set(found[stem("valley")].words) == {"valley", "valleys"}
    assert stem("nowhere") not in found
    assert found[stem("valley")].tells < found[stem("stealing")].tells


def test_claims_with_the_same_words_come_first_and_say_which(db, scene):
    debate, own, other, claims = scene
    found = may_bear(db, own.id, debate, [other.id])
    assert [each.claim_id for each in found] == [claims[1].id]
    assert found[0].shared[0] in ("stole", "grain")
    assert not found[0].near
    assert may_bear(db, own.id, debate, []) == may_bear(db, "nothing", debate, [other.id]) == []


def test_words_that_stand_in_texts_on_anything_are_no_reason(db, scene):
    """The control: a word that tells something is one."""
    debate, _, other, claims = scene
    assert passages_that_may_bear(db, "Whether there might have been.", debate, [other.id]) == []
    found = passages_that_may_bear(db, "There might have been calm.", debate, [other.id])
    assert [each.shared for each in found if each.claim_id == claims[2].id] == [("calm",)]


def test_claims_near_in_meaning_are_found_without_a_common_word(db, scene):
    debate, own, other, claims = scene
    near, topics = meaning()
    found = may_bear(db, own.id, debate, [other.id], near)
    assert [each.claim_id for each in found][:2] == [claims[1].id, claims[0].id]
    burglary = found[1]
    assert burglary.near
    assert burglary.shared == ()
    before = len(topics.asked)
    may_bear(db, own.id, debate, [other.id], near)
    assert len(topics.asked) == before


def test_sentences_on_which_no_claim_rests_are_found_as_places(db, scene):
    debate, _, other, claims = scene
    found = passages_that_may_bear(db, "Who stole the wheat?", debate, [other.id])
    place = next(each for each in found if not each.claim_id)
    assert place.source_id == other.id
    assert place.end - place.start == len("Wheat was stolen in the valley too.")
    assert {each.claim_id for each in found} <= {"", claims[1].id}
    near, _ = meaning()
    more = passages_that_may_bear(db, "Who stole the wheat?", debate, [other.id], near)
    assert {each.claim_id for each in more} == {"", *(claim.id for claim in claims)}


def test_what_somebody_waits_for_is_bounded_and_the_rest_follows(db, scene):
    debate, own, other, claims = scene
    near, topics = meaning(at_once=2)
    first = may_bear(db, own.id, debate, [other.id], near)
    assert first == may_bear(db, own.id, debate, [other.id])
    near.settle()
    assert len(topics.asked) == 1 + len(claims)
    whole, _ = meaning()
    then = may_bear(db, own.id, debate, [other.id], near)
    assert then == may_bear(db, own.id, debate, [other.id], whole) != first


def test_only_so_many_vectors_are_kept_and_a_changed_text_is_another():
    near, topics = meaning(kept=2)
    others = {"a": "truce", "b": "bread"}
    near.nearest("theft", others)
    near.nearest("theft", others)
    assert len(topics.asked) > 3
    wide, topics = meaning()
    assert wide.nearest("theft", others | {"c": "burglary"})[0] == "c"
    wide.nearest("theft", {"a": "theft"})
    assert topics.asked == ["theft", "truce", "bread", "burglary"]


def test_the_extra_is_used_where_it_is_installed_and_wanted(monkeypatch):
    monkeypatch.setattr(meanings, "find_spec", lambda name: None)
    assert open_meaning(wanted=True) is None
    monkeypatch.setattr(meanings, "find_spec", lambda name: object())
    assert open_meaning(wanted=False) is None
    assert open_meaning(wanted=True) is not None


def test_the_encoder_of_the_extra_tells_near_from_far_where_it_is_there():
    found = open_meaning(wanted=True)
    assert (found is None) == (find_spec(meanings.PACKAGE) is None)
    others = {"near": "the thieves took the jewels", "far": "bread is baked of wheat"}
    assert found is None or found.nearest("burglars stole gems", others) == ["near", "far"]


def test_claims_that_say_the_same_are_found_in_other_forms_and_others_are_not(db, make, scene):
    debate, _, other, claims = scene
    passage = make.passage(other, "Wheat was stolen in the valley too.")
    make.claim(other, passages=[passage], statement="The harvest was the best in memory.")
    index(db)
    assert alike(db, "In the valley few were stealing grain.", debate, other.id) == [claims[1].id]
    assert alike(db, "The bishop crowned the emperor in the winter.", debate, other.id) == []
    assert alike(db, "", debate, other.id) == []


def test_orders_are_fused_and_shares_are_shares():
    assert fused(["a", "b"], ["b", "c"]) == ["b", "a", "c"]
    assert fused() == []
    assert share(["a", "b"], ["b", "c"], {"a": 1.0, "b": 2.0, "c": 1.0}) == 0.5
    assert share([], [], {}) == 0.0
    assert by_words({"x": "bread bread", "y": "truce"}, {"bread": 1.0}) == ["x"]
    assert stem("decoupling") == stem("decoupled")
    assert stem("élite") == "élite"


def test_it_costs_the_same_few_queries_however_much_there_is(db, make, scene):
    debate, own, other, _ = scene
    near, _ = meaning()

    def costs() -> list[int]:
        found = []
        for act in (
            lambda: may_bear(db, own.id, debate, [other.id]),
            lambda: may_bear(db, own.id, debate, [other.id], near),
            lambda: passages_that_may_bear(db, "stolen grain", debate, [other.id], near),
            lambda: alike(db, "Few stole grain.", debate, other.id),
        ):
            seen.clear()
            act()
            found.append(len(seen))
        return found

    seen: list[str] = []
    sa.event.listen(
        db.connection(), "before_cursor_execute", lambda _c, _cur, said, *_: seen.append(said)
    )

    few = costs()
    passage = make.passage(other, "Calm prevailed.")
    for number in range(30):
        make.claim(other, passages=[passage], statement=f"Grain was stolen, and theft {number}.")
    index(db)
    assert costs() == few
    assert few == [4, 5, 4, 6]
