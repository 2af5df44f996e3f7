"""The rules of the cleaning, on texts made up for the purpose."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.cleaning import Cleaned, clean
from app.text.cleaning_recipe import (
    Cut,
    KeptHyphen,
    Mark,
    Mend,
    PageTurn,
    Paragraphs,
    Recipe,
    RecipeMisfit,
    read_recipe,
)
from app.text.structure import BlockKind

WORD = st.text("abcdefghijklmnopqrstuvwxyzé", min_size=1, max_size=9)
PARAGRAPH = st.lists(WORD, min_size=1, max_size=40).map(" ".join)


def paper(**more: object) -> Recipe:
    return Recipe(given="paper.txt", **more)  # type: ignore[arg-type]


def blocks(result: Cleaned) -> list[str]:
    return [result.text[block.start : block.end] for block in result.blocks]


@given(st.lists(PARAGRAPH, min_size=1, max_size=6), st.integers(10, 60))
def test_paragraphs_survive_being_broken_into_lines(paragraphs: list[str], width: int) -> None:
    broken = "\n\n".join(textwrap.fill(words, width) for words in paragraphs)
    result = clean(broken, paper())
    assert blocks(result) == paragraphs
    assert result.text == "\n\n".join(paragraphs)


@given(st.lists(PARAGRAPH, min_size=1, max_size=6))
def test_where_lines_are_paragraphs_each_stays_one(paragraphs: list[str]) -> None:
    result = clean("\n".join(paragraphs), paper(paragraphs=Paragraphs.LINES))
    assert blocks(result) == paragraphs
    assert result.repairs == []


def test_a_hyphen_at_a_line_end_goes_unless_it_is_kept() -> None:
    kept = [KeptHyphen("state-owned", "a compound")]
    result = clean("The state-\nowned enter-\nprises.", paper(kept_hyphens=kept))
    assert result.text == "The state-owned enterprises."
    assert [(r.kind, r.before, r.after, r.at) for r in result.repairs] == [
        ("hyphen kept", "state-\nowned", "state-owned", 4),
        ("word rejoined", "enter-\nprises.", "enterprises.", 16),
    ]


PRINTED = """\
The first claim.1 The second goes
on over the page and rests on

1A note that was bro-
ken.

2Another,

with a false gap.
 more than one page.2

A new paragraph.
"""


def test_a_page_turn_in_mid_sentence_ends_no_paragraph() -> None:
    mends = [Mend("false paragraph mended", "Another,\n\nwith", "Another, with", "in a note")]
    result = clean(PRINTED, paper(notes=2, mends=mends))
    assert blocks(result) == [
        "The first claim. The second goes on over the page and rests on more than one page.",
        "A new paragraph.",
        "A note that was broken.",
        "Another, with a false gap.",
    ]
    assert [(block.kind, block.number) for block in result.blocks] == [
        (BlockKind.PARAGRAPH, 1),
        (BlockKind.PARAGRAPH, 2),
        (BlockKind.NOTE, 1),
        (BlockKind.NOTE, 2),
    ]
    assert [result.text[: call.at] for call in result.calls] == [
        "The first claim.",
        "The first claim. The second goes on over the page and rests on more than one page.",
    ]
    turn = next(repair for repair in result.repairs if repair.kind == "page break mended")
    assert turn.before == "and rests on […] more than one"
    assert turn.after == "and rests on more than one"


TURN = "One sentence.\n\n1A note.\n Another sentence.1\n"


def test_a_page_turn_between_sentences_ends_a_paragraph_unless_the_recipe_says_not() -> None:
    assert blocks(clean(TURN, paper(notes=1)))[:-1] == ["One sentence.", "Another sentence."]
    goes_on = [PageTurn("Another sentence", "no indent")]
    mended = clean(TURN, paper(notes=1, page_turns=goes_on))
    assert blocks(mended)[:-1] == ["One sentence. Another sentence."]


def test_a_cut_and_a_mark() -> None:
    recipe = paper(
        cuts=[
            Cut("pull quote removed", "a repeat", text="A loud\nrepeat."),
            Cut("residue cut", "not ours", begins="Menu"),
        ],
        marks=[Mark(BlockKind.QUOTATION, "It was said", "set off", speaker="Somebody")],
    )
    result = clean("He wrote\n\nA loud\nrepeat.\n\nIt was said.\n\nMenu\nHome", recipe)
    assert blocks(result) == ["He wrote", "It was said."]
    assert result.blocks[1].speaker == "Somebody"
    assert [(repair.kind, repair.before, repair.at) for repair in result.repairs] == [
        ("pull quote removed", "A loud\nrepeat.", None),
        ("quotation set off", "It was said", 10),
        ("residue cut", "[9 characters, to the end of the file]", None),
    ]


MEND = Mend("words parted", "thewords", "the words", "a lost space")


@pytest.mark.parametrize(
    ("text", "recipe", "reason"),
    [
        ("the words", paper(mends=[MEND]), "stands 0 times"),
        ("thewords thewords", paper(mends=[MEND]), "stands 2 times"),
        ("thewords", paper(mends=[MEND, MEND]), "overlap"),
        ("a\n\nthewords", paper(mends=[MEND], cuts=[Cut("cut", "y", text="thewords")]), "no block"),
        ("a lost \ufffd sign", paper(), "replacement characters"),
        ("No notes.", paper(notes=1), "0 footnotes were found, not 1"),
        ("No marker.\n\n1A note.", paper(notes=1), "0 footnote markers were found, not 1"),
        ("a b", paper(marks=[Mark(BlockKind.HEADING, "c", "why")]), "0 blocks begin"),
        ("c\n\nc", paper(marks=[Mark(BlockKind.HEADING, "c", "why")]), "2 blocks begin"),
        ("a-\nb", paper(kept_hyphens=[KeptHyphen("c-d", "why")]), "No line ends at the hyphen"),
        ("a\n\nb", paper(page_turns=[PageTurn("b", "why")]), "No page begins"),
    ],
)
def test_a_recipe_that_does_not_fit_is_refused(text: str, recipe: Recipe, reason: str) -> None:
    with pytest.raises(RecipeMisfit, match=reason):
        clean(text, recipe)


BARE = {"given": "paper.txt", "paragraphs": "lines", "notes": 0}


def test_a_recipe_is_read_as_it_is_written() -> None:
    row = {"kind": "heading", "begins": "Part", "why": "a heading"}
    recipe = read_recipe({**BARE, "block": [row]})
    assert recipe.paragraphs is Paragraphs.LINES
    assert recipe.marks == [Mark(BlockKind.HEADING, "Part", "a heading")]


@pytest.mark.parametrize(
    "table",
    [
        {},
        {**BARE, "paragraphs": "pages"},
        {**BARE, "mends": []},
        {**BARE, "mend": [{"before": "a", "after": "b"}]},
        {**BARE, "cut": [{"kind": "cut", "why": "why"}]},
        {**BARE, "cut": [{"kind": "cut", "why": "why", "text": "a", "begins": "a"}]},
        {**BARE, "block": [{"kind": "poem", "begins": "a", "why": "why"}]},
    ],
)
def test_a_recipe_with_a_slip_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(RecipeMisfit):
        read_recipe(table)
