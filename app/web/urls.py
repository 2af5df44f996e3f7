"""The address of everything, as a path. Only ids and slugs decide; words in a path decorate."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from app.history.models import Kind
from app.text.normalize import slug


class Slugged(Protocol):
    @property
    def slug(self) -> str: ...


class Stated(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def statement(self) -> str: ...


class Worded(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


class Identified(Protocol):
    @property
    def id(self) -> str: ...


class Quoted(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def passages(self) -> Sequence[Identified]: ...


def debate(debate: Slugged) -> str:
    return f"/debates/{debate.slug}"


def questions(debate: Slugged, **filters: str) -> str:
    return filtered(f"/debates/{debate.slug}/questions", filters)


def claims(debate: Slugged, **filters: str) -> str:
    return filtered(f"/debates/{debate.slug}/claims", filters)


def rebuttals(debate: Slugged, **filters: str) -> str:
    return filtered(f"/debates/{debate.slug}/rebuttals", filters)


def search(**filters: str) -> str:
    """`filters`: `q`, what to look for, and what to narrow it to."""
    return filtered("/search", filters)


def coverage(debate: Slugged, **chosen: str) -> str:
    return filtered(f"/debates/{debate.slug}/coverage", chosen)


def map_of(debate: Slugged, **chosen: str) -> str:
    return filtered(f"/debates/{debate.slug}/map", chosen)


def map_svg(debate: Slugged, **chosen: str) -> str:
    return filtered(f"/debates/{debate.slug}/map.svg", chosen)


def side_by_side(debate: Slugged, **view: str) -> str:
    """`view`: left and right, slugs of sources where they are not the debate's first two; at, the
    id of a passage; beside, that of a claim where it is not the closest; lead, left or right."""
    path = filtered(f"/debates/{debate.slug}/side-by-side", view)
    return f"{path}#passage-{view['at']}" if view.get("at") else path


def facing(
    debate: Slugged, voices: Mapping[str, Slugged], source_id: str, at: str = "", other_id: str = ""
) -> str:
    """A source beside another of its debate, the first that is left over if none is named; at a
    passage of it. `voices`: by source, from the left."""
    first, second = list(voices)[:2]
    other = other_id or (first if source_id != first else second)
    if {source_id, other} == {first, second}:
        return side_by_side(debate, at=at)
    left, right = (id for id in voices if id in (source_id, other))
    return side_by_side(debate, left=voices[left].slug, right=voices[right].slug, at=at)


def dialogue(debate: Slugged, **hidden: str) -> str:
    return filtered(f"/debates/{debate.slug}/dialogue", hidden)


def about(debate: Slugged) -> str:
    return f"/debates/{debate.slug}/about"


def debate_json(debate: Slugged) -> str:
    return f"/debates/{debate.slug}.json"


def source(source: Slugged) -> str:
    return f"/sources/{source.slug}"


def source_text(source: Slugged) -> str:
    return f"/sources/{source.slug}.txt"


def repairs(source: Slugged) -> str:
    return f"/sources/{source.slug}/repairs"


def paragraph(source: Slugged, number: int) -> str:
    return f"/sources/{source.slug}/paragraphs/{number}#paragraph-{number}"


def footnote(source: Slugged, number: int) -> str:
    return f"/sources/{source.slug}#note-{number}"


def place(source: Slugged, passage: Identified) -> str:
    """A passage, marked in the whole text and in view."""
    return f"/sources/{source.slug}/passages/{passage.id}#passage-{passage.id}"


def passage(passage: Identified) -> str:
    """The short permalink of a passage; it redirects to its place."""
    return f"/passages/{passage.id}"


def opened(source: Slugged, claim: Quoted, at: str = "") -> str:
    """A claim opened in its text, with what the other text says under the line, and in view.

    `at`: the id of the passage under which to open it, where that is not the claim's first.
    """
    query = f"?at={at}" if at not in ("", claim.passages[0].id) else ""
    return f"/sources/{source.slug}/claims/{claim.id}{query}#claim-{claim.id}"


def new_claim(source: Slugged, **typed: str) -> str:
    return filtered(f"/sources/{source.slug}/claims/new", typed)


def new_outside(debate: Slugged, **typed: str) -> str:
    """Where a claim from outside is written; sent, it goes to `claims`. `typed`: what the form has
    in it already."""
    return filtered(f"/debates/{debate.slug}/claims/new", typed)


def claims_of(source: Slugged) -> str:
    """Where a new claim of a source is sent."""
    return f"/sources/{source.slug}/claims"


def new_link(source: Slugged, **typed: str) -> str:
    """`typed`: the words, or the number of a paragraph."""
    return filtered(f"/sources/{source.slug}/links/new", typed)


def links_of(source: Slugged) -> str:
    """Where a link from words of a source is sent."""
    return f"/sources/{source.slug}/links"


def question(question: Worded) -> str:
    return worded("questions", question.id, question.text)


def claim(claim: Stated) -> str:
    return worded("claims", claim.id, claim.statement)


def standing(claim: Stated) -> str:
    """Where a claim stands, and why, in full."""
    return f"/standings/{claim.id}/{slug(claim.statement)}"


def standing_graph(claim: Identified, ending: str) -> str:
    """What hangs together with a claim, for solvers. `ending`: apx or tgf."""
    return f"/standings/{claim.id}.{ending}"


def rebuttal(rebuttal: Identified, words: str) -> str:
    """`words`: the statement of the claim that goes against another."""
    return worded("rebuttals", rebuttal.id, words)


def support(support: Identified, words: str) -> str:
    """`words`: the statement of the conclusion."""
    return worded("supports", support.id, words)


HISTORIES = {
    Kind.CLAIM: "claims",
    Kind.SUPPORT: "supports",
    Kind.REBUTTAL: "rebuttals",
    Kind.QUESTION: "questions",
    Kind.NOTE: "notes",
    Kind.SOURCE: "sources",
    Kind.DEBATE: "debates",
}
"""The first word of the address of each kind of thing."""
KINDS = {noun: kind for kind, noun in HISTORIES.items()}


def kind_at(path: str) -> Kind:
    """Of what kind the thing is at such an address."""
    return KINDS[path.split("/")[1]]


def history(kind: Kind, id: str) -> str:
    """Every revision of one thing. `id`: of a text or a debate its slug, or its id, which leads
    on to that."""
    return f"/{HISTORIES[kind]}/{id}/history"


def thing(kind: Kind, id: str) -> str:
    """The permalink of one thing without its words, to which it leads on; `id` as above."""
    return f"/{HISTORIES[kind]}/{id}"


def revision(id: str) -> str:
    return f"/revisions/{id}"


def changes(debate: Slugged, below: int | None = None) -> str:
    """What was changed in a debate, before revision number `below`."""
    return filtered(f"/debates/{debate.slug}/changes", {"below": str(below or "")})


def contributions(name: str, below: int | None = None) -> str:
    """`name`: that by which somebody signs in."""
    return filtered(f"/users/{name}/contributions", {"below": str(below or "")})


def worded(noun: str, id: str, text: str) -> str:
    """An address with words that decorate, but none that mean something of their own there."""
    words = slug(text)
    return f"/{noun}/{id}/{words}-" if words in TAKEN else f"/{noun}/{id}/{words}"


TAKEN = ("history", "retirement", "flag", "edit", "merging")


def retirement(kind: Kind, id: str) -> str:
    return f"{thing(kind, id)}/retirement"


def flag(kind: Kind, id: str, sent: str = "") -> str:
    return filtered(f"{thing(kind, id)}/flag", {"sent": sent})


def new_rebuttal(claim_id: str, **typed: str) -> str:
    """`typed`: what the form has in it already."""
    return filtered(f"/claims/{claim_id}/rebuttals/new", typed)


def rebuttals_of(claim_id: str) -> str:
    """Where a new rebuttal of a claim is sent."""
    return f"/claims/{claim_id}/rebuttals"


def supports_of(claim_id: str) -> str:
    return f"/claims/{claim_id}/supports"


def new_support(claim_id: str, **typed: str) -> str:
    return filtered(f"/claims/{claim_id}/supports/new", typed)


def review(debate: Slugged) -> str:
    return f"/debates/{debate.slug}/review"


def proposal(id: str) -> str:
    return f"/proposals/{id}"


def told(path: str, *, change_id: str = "", proposal_id: str = "") -> str:
    """A page of this site, over which stands what whoever is led there has done, or proposed."""
    path, mark, anchor = path.partition("#")
    path, _, query = path.partition("?")
    kept = [pair for pair in parse_qsl(query) if pair[0] not in ("done", "proposed")]
    more = [("done", change_id), ("proposed", proposal_id)]
    return f"{path}?{urlencode([*kept, *(pair for pair in more if pair[1])])}{mark}{anchor}"


def filtered(path: str, filters: dict[str, str]) -> str:
    chosen = {name: value for name, value in filters.items() if value}
    return f"{path}?{urlencode(chosen)}" if chosen else path
