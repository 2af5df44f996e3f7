"""Rows for tests: every argument optional, every row valid, nothing random."""

import itertools
from typing import Any

from sqlmodel import Session

from app.accounts.commands import add_user
from app.accounts.models import Role, User
from app.arguments.commands import give_reason, rebut
from app.arguments.models import Basis, Move, Rebuttal, Support
from app.claims.commands import bring_claim, make_claim
from app.claims.models import Claim, Stance
from app.debates.commands import ask, take_side
from app.debates.models import Debate, Question, QuestionKind
from app.passages.commands import anchor
from app.passages.models import Passage
from app.sources.commands import add_text
from app.sources.models import Block, Source, SourceText
from app.text.anchoring import Quote
from app.text.structure import BlockKind

WORDS = [f"This is sentence {number} of the text." for number in range(1, 61)]


class Make:
    """Makes rows in a session, through the commands that make them in earnest."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self._numbers = itertools.count(1)
        self._texts: dict[str, SourceText] = {}
        self._sources: list[Source] = []

    def user(self, **fields: Any) -> User:
        given: dict[str, Any] = {
            "name": f"user-{next(self._numbers)}",
            "role": Role.CONTRIBUTOR,
        }
        return add_user(self.db, **given | fields)

    def source(self, **fields: Any) -> Source:
        number = next(self._numbers)
        given: dict[str, Any] = {
            "slug": f"source-{number}",
            "title": f"Title {number}",
            "short_name": "The book",
            "form": "book",
            "author_label": f"Author {number}",
            "year": 2000,
        }
        source = Source(**given | fields)
        self.db.add(source)
        self.db.flush()
        self._sources.append(source)
        return source

    def text(self, source: Source | None = None, text: str = "\n\n".join(WORDS)) -> SourceText:
        source = source or self.source()
        made = add_text(self.db, source=source, text=text, blocks=blocks(text))
        self._texts[source.id] = made
        return made

    def passage(self, source: Source | None = None, exact: str = "") -> Passage:
        source = source or self.source()
        text = self._texts.get(source.id) or self.text(source)
        exact = exact or WORDS[next(self._numbers) % len(WORDS)]
        return anchor(self.db, text=text, quote=Quote(exact))

    def claim(self, source: Source | None = None, **fields: Any) -> Claim:
        number = next(self._numbers)
        source = source or (self._sources[-1] if self._sources else self.source())
        passages = fields.pop("passages", None) or [self.passage(source)]
        given: dict[str, Any] = {
            "statement": f"Claim {number}.",
            "stance": Stance.ASSERTS,
            "number": number,
        }
        return make_claim(self.db, source=source, passages=passages, **given | fields)

    def brought(self, debate: Debate, **fields: Any) -> Claim:
        """A claim from outside."""
        number = next(self._numbers)
        given: dict[str, Any] = {
            "statement": f"Claim {number}.",
            "number": number,
            "year": 2020,
            "signed": "Ann Example",
        }
        return bring_claim(self.db, debate_id=debate.id, **given | fields)

    def support(self, **fields: Any) -> Support:
        given: dict[str, Any] = {"basis": Basis.STATED, "note": "It says “because”."}
        ends: dict[str, Any] = {
            "premises": fields.pop("premises", None) or [self.claim()],
            "conclusion": fields.pop("conclusion", None) or self.claim(),
        }
        return give_reason(self.db, **ends, **given | fields)

    def rebuttal(self, **fields: Any) -> Rebuttal:
        given: dict[str, Any] = {
            "move": Move.CONTRADICTS,
            "basis": Basis.EDITORIAL,
            "note": "Both cannot be right.",
        }
        ends: dict[str, Any] = {
            "claim": fields.pop("claim", None) or self.claim(),
            "target": fields.pop("target", None) or self.claim(),
        }
        return rebut(self.db, **ends, **given | fields)

    def debate(self, *sources: Source, **fields: Any) -> Debate:
        number = next(self._numbers)
        given: dict[str, Any] = {
            "slug": f"debate-{number}",
            "title": f"Debate {number}",
            "short_title": "Debate",
            "description": "A debate.",
            "frame": "An editor paired them.",
        }
        debate = Debate(**given | fields)
        self.db.add(debate)
        self.db.flush()
        for position, source in enumerate(sources or (self.source(), self.source())):
            letter = "ABCDEF"[position]
            take_side(
                self.db,
                debate=debate,
                source=source,
                letter=letter,
                position=position,
                thesis="It holds something.",
            )
        return debate

    def question(self, debate: Debate | None = None, **fields: Any) -> Question:
        number = next(self._numbers)
        given: dict[str, Any] = {
            "text": f"Is it {number}?",
            "kind": QuestionKind.FRAMING,
            "why": "They speak past each other.",
            "number": number,
        }
        return ask(self.db, debate=debate or self.debate(), **given | fields)


def block(**fields: Any) -> Block:
    """A block of a text that is yet to be stored."""
    return Block(source_text_id="", **fields)


def blocks(text: str) -> list[Block]:
    """Every paragraph of `text` as a block, numbered from 1."""
    made, at = [], 0
    for number, words in enumerate(text.split("\n\n"), 1):
        end = at + len(words)
        kind = BlockKind.PARAGRAPH
        made.append(block(start=at, end=end, kind=kind, number=number, words=words))
        at = end + 2
    return made
