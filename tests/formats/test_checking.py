"""What `counterpoint check` finds. Every rule has a bundle that breaks it."""

from typing import Any

import pytest

from app.formats.bundle import BroughtEntry, Bundle
from app.formats.checking import check, report
from app.formats.folder import load
from tests.conftest import SEED


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load(SEED)


def changed(bundle: Bundle, **parts: Any) -> list[str]:
    return check(bundle.model_copy(update=parts)).short


def claims_changed(bundle: Bundle, **fields: Any) -> list[str]:
    """What falls short when the first claim of the first source is another."""
    files = bundle.sources[0]
    claims = [files.claims[0].model_copy(update=fields), *files.claims[1:]]
    first = files.model_copy(update={"claims": claims})
    return changed(bundle, sources=[first, *bundle.sources[1:]])


def first_changed(bundle: Bundle, name: str, **fields: Any) -> list[str]:
    first, *rest = getattr(bundle, name)
    return changed(bundle, **{name: [first.model_copy(update=fields), *rest]})


def test_the_shipped_debate_falls_short_of_nothing(bundle):
    assert check(bundle).short == []


def test_the_shipped_debate_has_what_was_promised(bundle):
    counts = check(bundle).counts
    assert counts["claims A"] >= 35
    assert counts["claims B"] >= 100
    assert counts["supports"] - counts["of them across"] >= 80
    assert counts["of them across"] >= 15
    assert counts["across"] >= 35
    assert 16 <= counts["questions"] <= 20


def test_a_quotation_must_stand_in_the_text_whole_worded_and_in_one_paragraph(bundle):
    passage = bundle.sources[0].claims[3].passage[0]
    for exact in ("Never written at all.", passage.exact[2:], passage.exact[:-3]):
        wrong = [passage.model_copy(update={"exact": exact})]
        assert claims_changed(bundle, passage=wrong), exact
    blocks = bundle.sources[0].layout.blocks
    over = bundle.sources[0].text[blocks[1].start : blocks[2].end]
    wrong = [passage.model_copy(update={"exact": over})]
    assert any("one paragraph" in line for line in claims_changed(bundle, passage=wrong))


def test_a_view_that_is_only_reported_needs_its_holder(bundle):
    found = claims_changed(bundle, stance="rejects", attributed_to="")
    assert any("has no holder" in line for line in found)


def test_ids_and_labels_are_given_once(bundle):
    other = bundle.sources[0].claims[1]
    assert any("id is given twice" in line for line in claims_changed(bundle, id=other.id))
    assert any("label is given" in line for line in claims_changed(bundle, label=other.label))


def test_a_claim_from_outside_is_a_sentence_in_no_quotation_marks(bundle):
    wrong: dict[str, Any] = {"label": "Outside 1", "id": "h4s8v2m6qp", "signed": "Ann"}
    wrong["year"] = 2020
    for statement, said in (("No stop", "not a sentence"), ("“So.”", "quotation marks")):
        entry = BroughtEntry(statement=statement, **wrong)
        assert said in " ".join(changed(bundle, brought=[entry]))


def test_a_paragraph_that_argues_needs_a_claim(bundle):
    bare = bundle.sources[0].model_copy(update={"claims": []})
    found = check(bundle.model_copy(update={"sources": [bare, *bundle.sources[1:]]})).short
    assert any("has no claim" in line for line in found)


def test_links_need_both_ends(bundle):
    assert any("no Z9" in line for line in first_changed(bundle, "supports", conclusion="Z9"))
    assert any("no Z9" in line for line in first_changed(bundle, "rebuttals", claim="Z9"))


def test_move_and_target_must_agree(bundle):
    support = bundle.supports[0].id
    found = first_changed(bundle, "rebuttals", move="contradicts", target=support)
    assert any("undercut" in line for line in found)
    found = first_changed(bundle, "rebuttals", move="undercuts", target="A1", mutual=False)
    assert any("undercut" in line for line in found)


def test_a_contradiction_between_two_who_assert_runs_both_ways(bundle):
    mutual = next(
        r
        for r in bundle.rebuttals
        if r.mutual and r.claim[0] != r.target[0] and _asserted(bundle, r)
    )
    one_way = [
        r.model_copy(update={"mutual": False}) if r.id == mutual.id else r for r in bundle.rebuttals
    ]
    assert any("runs both ways" in line for line in changed(bundle, rebuttals=one_way))


def _asserted(bundle: Bundle, rebuttal: Any) -> bool:
    stances = {c.label: c.stance for files in bundle.sources for c in files.claims}
    return stances[rebuttal.claim] == stances[rebuttal.target] == "asserts"


def test_a_note_has_one_to_three_sentences(bundle):
    found = first_changed(bundle, "supports", note="One. Two. Three. Four.")
    assert any("4 sentences" in line for line in found)


def test_every_source_has_a_position_or_a_silence(bundle):
    question = bundle.questions[0]
    found = first_changed(bundle, "questions", position=question.position[:1])
    assert any("not every source" in line for line in found)
    assert any("worded" in line for line in first_changed(bundle, "questions", text="It is."))


def test_hedges_that_a_paraphrase_drops_are_listed_for_a_person(bundle):
    passage = next(
        c.passage
        for files in bundle.sources
        for c in files.claims
        if "likely" in c.passage[0].exact
    )
    files = bundle.sources[0]
    bold = files.claims[0].model_copy(update={"statement": "It is so.", "passage": passage})
    first = files.model_copy(update={"claims": [bold]})
    judged = check(bundle.model_copy(update={"sources": [first]})).to_judge
    assert any("likely" in line for line in judged)


def test_the_report_says_what_it_found_and_whether_it_will_do(tmp_path):
    said: list[str] = []
    assert report(SEED, said.append)
    assert said[0].startswith("china-cyber-espionage: ")
    assert not report(tmp_path, said.append)
    assert "debate.toml, line 1: the file is missing" in said[-1]
