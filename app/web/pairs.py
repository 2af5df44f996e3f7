"""Two texts of a debate side by side: each against the other, with what the address has chosen.
Built from rows that are loaded once; the blocks of both are drawn once and kept."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from jinja2 import Environment, Template
from markupsafe import Markup

from app.claims.queries import Card
from app.debates.exchange import Counterpart, closeness
from app.debates.models import Debate
from app.debates.voices import Voice
from app.errors import NotFound
from app.sources.models import Block
from app.text.structure import BlockKind
from app.web import urls
from app.web.reading import Chosen, Opened, Spot, body, spots
from app.web.visitor import Visitor

SECTION = 2_000
"""Letters after which a section of a column ends. A browser lays out those that are in sight."""
LONG = 100_000
"""Letters above which a text is laid out by section."""


class Column(NamedTuple):
    """One of the two texts. `spots` and `found` know of the other text alone."""

    voice: Voice
    other: Voice
    whole: dict[str, Any]
    found: dict[str, list[Counterpart]]
    spots: dict[str, Spot]
    sections: list[list[Block]]
    drawn: dict[int, Markup]
    """The blocks as they are while nothing is chosen in them, by number, and all footnotes at 0;
    filled as they are asked for."""

    @property
    def prefix(self) -> str:
        """Of ids, for both texts have a first paragraph."""
        return f"{self.voice.side}-"

    @property
    def is_long(self) -> bool:
        return sum(len(block.words) for blocks in self.sections for block in blocks) > LONG


class Section(NamedTuple):
    """Some blocks of a text, drawn; `is_open` if the passage that is chosen or beside stands among
    them, to which a browser may have to scroll by itself."""

    blocks: Markup
    is_open: bool


class Met(NamedTuple):
    """A claim that rests on the passage, and one that the other text has on the same matter."""

    own: Card
    counterpart: Counterpart


class Choice(NamedTuple):
    """A passage that was chosen in one column, and which of its counterparts is beside it."""

    column: Column
    at: str
    met: list[Met]
    step: int

    @property
    def counterpart(self) -> Counterpart | None:
        return self.met[self.step].counterpart if self.met else None

    @property
    def own(self) -> Card:
        return self.met[self.step].own if self.met else self.column.spots[self.at].claims[0]

    @property
    def beside(self) -> Card | None:
        cards: dict[str, Card] = self.column.whole["cards"]
        return cards[self.met[self.step].counterpart.claim_id] if self.met else None


class Pair(NamedTuple):
    """Both columns from the left. `named` is what an address must say to have these two."""

    debate: Debate
    left: Column
    right: Column
    named: dict[str, str]
    renamed: dict[str, str]
    """The same for the sides swapped."""
    numbers: dict[str, int]
    """Of the signs, by passage."""

    @property
    def columns(self) -> tuple[Column, Column]:
        return self.left, self.right

    def address(self, **view: str) -> str:
        return urls.side_by_side(self.debate, **self.named | view)

    def step(self, choice: Choice, step: int) -> str:
        """The address of the view with another of a passage's counterparts in it."""
        beside = choice.met[step].counterpart.claim_id if step else ""
        return self.address(at=choice.at, beside=beside)

    def across(self, choice: Choice) -> str:
        """The address from the counterpart's side."""
        assert choice.beside is not None
        return self.address(at=choice.beside.passages[0].id, beside=choice.own.id)

    def instead(self, column: Column, voice: Voice) -> str:
        """The address with another text in the place of a column's."""
        left, right = (voice if c is column else c.voice for c in self.columns)
        return urls.side_by_side(self.debate, left=left.slug, right=right.slug)

    @property
    def swapped(self) -> "Pair":
        return self._replace(
            left=self.right, right=self.left, named=self.renamed, renamed=self.named
        )


def paired(debate: Debate, voices: dict[str, Voice], wholes: list[dict[str, Any]]) -> Pair:
    """`wholes`: `reading.whole` of the left text and of the right one."""
    one, other = (voices[whole["source"].id] for whole in wholes)
    left = _column(wholes[0], one, other, 1)
    right = _column(wholes[1], other, one, 1 + len(left.spots))
    numbers = {id: spot.number for id, spot in (left.spots | right.spots).items()}
    named, renamed = names(voices, one, other), names(voices, other, one)
    return Pair(debate, left, right, named, renamed, numbers)


def names(voices: dict[str, Voice], left: Voice, right: Voice) -> dict[str, str]:
    """How an address names two texts: not at all if they are the debate's first two."""
    if list(voices)[:2] == [left.source_id, right.source_id]:
        return {}
    return {"left": left.slug, "right": right.slug}


def _column(whole: dict[str, Any], voice: Voice, other: Voice, first: int) -> Column:
    cards = whole["cards"]
    found = {
        id: [near for near in every if cards[near.claim_id].source_id == other.source_id]
        for id, every in whole["counterparts"].items()
    }
    marked = spots({id: cards[id] for id in found}, found, first)
    return Column(voice, other, whole, found, marked, _sections(body(whole["blocks"])), {})


def _sections(blocks: Iterable[Block]) -> list[list[Block]]:
    made: list[list[Block]] = [[]]
    letters = 0
    for block in blocks:
        if letters > SECTION or (block.kind == BlockKind.HEADING and letters > SECTION / 2):
            made.append([])
            letters = 0
        made[-1].append(block)
        letters += len(block.words)
    return made


def choose(pair: Pair, at: str, beside: str) -> Choice | None:
    """What an address asks to have marked; None if it names no passage. Where `beside` is no
    counterpart of it, the closest one is. Raises NotFound if neither text has the passage."""
    if not at:
        return None
    column = next((column for column in pair.columns if at in column.spots), None)
    if column is None:
        raise NotFound("passage in these two texts", at[:40])
    met = _met(column, column.spots[at])
    ids = [near.counterpart.claim_id for near in met]
    return Choice(column, at, met, ids.index(beside) if beside in ids else 0)


def _met(column: Column, spot: Spot) -> list[Met]:
    """What the other text has on a passage, the closest first, each claim once."""
    every = [Met(card, near) for card in spot.claims for near in column.found[card.id]]
    every.sort(key=lambda met: closeness(met.counterpart))
    once = {met.counterpart.claim_id: met for met in reversed(every)}
    return sorted(once.values(), key=every.index)


def opened_in(column: Column, choice: Choice | None) -> Opened:
    """What is marked in a column, and the passage that the view is brought to."""
    if choice is None:
        return Opened(0)
    if choice.column is column:
        own = choice.own.passages
        block = next(words.block for words in own if words.id == choice.at)
        marked = frozenset(words.id for words in own) if choice.met else frozenset({choice.at})
        return Opened(block, marked, choice.own, choice.at, f"passage-{choice.at}")
    if choice.beside is None:
        return Opened(0)
    words = choice.beside.passages
    marked = frozenset(passage.id for passage in words)
    return Opened(words[0].block, marked, None, words[0].id, f"passage-{words[0].id}")


def drawn(
    templates: Environment,
    pair: Pair,
    column: Column,
    choice: Choice | None,
    visitor: Visitor | None = None,
) -> list[Section]:
    """The sections of a column. Only blocks in which something is marked are drawn anew, and for
    whoever looks."""
    opened = opened_in(column, choice)
    cards = [card for card in (choice.own, choice.beside) if card] if choice else []
    touched = {
        words.block for card in cards for words in card.passages if words.id in opened.marked
    }
    template = templates.get_template("sources/_block.html")
    context = block_context(pair, column, choice) | {"visitor": visitor}

    def block(block: Block) -> Markup:
        if block.number in touched:
            return _drawn(template, context, block)
        if block.number not in column.drawn:
            plain = {"opened": Opened(0), "choice": None, "visitor": None}
            column.drawn[block.number] = _drawn(template, context | plain, block)
        return column.drawn[block.number]

    return [
        Section(
            Markup("").join(map(block, blocks)),
            any(block.number == opened.number for block in blocks),
        )
        for blocks in column.sections
    ]


def notes_of(templates: Environment, column: Column) -> Markup:
    """The footnotes of a column, drawn; empty if it has none."""
    if 0 not in column.drawn:
        notes = [b for b in column.whole["blocks"] if b.kind == BlockKind.NOTE]
        context = {"notes": notes, "voice": column.voice, "prefix": column.prefix, "level": 2}
        template = templates.get_template("sources/_notes.html")
        column.drawn[0] = _drawn(template, context) if notes else Markup("")
    return column.drawn[0]


def _drawn(template: Template, context: dict[str, Any], block: Block | None = None) -> Markup:
    return Markup(template.render(context, block=block))  # noqa: S704 - the template escapes


def block_context(pair: Pair, column: Column, choice: Choice | None) -> dict[str, Any]:
    """What the blocks of a column and its card need."""
    whole = column.whole
    return {
        "pair": pair,
        "choice": choice,
        "prefix": column.prefix,
        "level": 2,
        "chosen": Chosen(),
        "opened": opened_in(column, choice),
        "voice": column.voice,
        "voices": whole["voices"].only([column.voice.source_id, column.other.source_id]),
        "pieces": whole["pieces"],
        "spots": column.spots,
        "cards": whole["cards"],
        "counterparts": column.found,
        "outside": whole["outside"],
        "silences": whole["silences"],
    }
