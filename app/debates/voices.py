"""Who is heard in a debate: its texts, and what comes from outside them. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from app.claims.queries import OUTSIDE, Card


class Voice(NamedTuple):
    """A source as a speaker in a debate. `side` (a, b, c…) decides its place and its line."""

    source_id: str
    slug: str
    letter: str
    position: int
    thesis: str
    title: str
    short_name: str
    form: str
    author_label: str
    author_note: str
    year: int
    language: str

    @property
    def side(self) -> str:
        return OUTSIDE if self.source_id == OUTSIDE else "abcdefghijklmnopqrstuvwxyz"[self.position]


class Voices(dict[str, Voice]):
    """The sources of debates by id, from the left. What comes from outside the texts is none of
    these: asked for by OUTSIDE it has a voice, but it is not listed or counted among them."""

    def __init__(self, found: Mapping[str, Voice] = MappingProxyType({}), *debate_ids: str) -> None:
        super().__init__(found)
        self.debate_ids = debate_ids
        none = "neither text says this" if len(self) == 2 else "no text here says this"
        self.outside = FROM_OUTSIDE._replace(form=none)

    def __missing__(self, source_id: str) -> Voice:
        if source_id == OUTSIDE:
            return self.outside
        raise KeyError(source_id)

    def only(self, source_ids: Iterable[str]) -> "Voices":
        """These of them alone; what comes from outside comes from outside all of them."""
        few = Voices({id: self[id] for id in source_ids}, *self.debate_ids)
        few.outside = self.outside
        return few

    def hears(self, card: Card) -> bool:
        """Whether a claim is of one of these texts, or was brought to their debate from outside."""
        if card.outside:
            return card.outside.debate_id in self.debate_ids
        return card.source_id in self


FROM_OUTSIDE = Voice(
    source_id=OUTSIDE,
    slug=OUTSIDE,
    letter="Outside ",
    position=99,
    thesis="",
    title="From outside",
    short_name="From outside",
    form="no text here says this",
    author_label="From outside",
    author_note="",
    year=0,
    language="en",
)
"""Stands where a claim from outside would have a text; `form` says that it has none. Who says it,
and when, its card knows."""
