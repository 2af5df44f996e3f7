"""Debates to measure with: as many claims as wanted, the same ones every time.

A debate is two sources and all that stands between them. A claim has 1.2 passages, 1 support
with 1.4 premises, 2 rebuttals (one across the texts, one inside its own) and a 0.6 part in a
question: two to four times what the shipped debate has.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

from app.arguments.models import Scheme
from app.ids import derived_id
from app.text.normalize import sha256
from bench.prose import Prose, prose, sentence

Rows = dict[str, list[dict[str, Any]]]
"""By table."""

CLAIMS_A_DEBATE = 1000
MADE = datetime(2026, 1, 1, tzinfo=UTC)
STANCES = ("asserts",) * 12 + ("reports",) * 3 + ("rejects",) * 4 + ("concedes",)
MOVES = ("contradicts",) * 5 + ("qualifies",) * 3 + ("undercuts",) * 2
CLAIMS_A_QUESTION = 10
CLAIMS_AN_OUTSIDE_NOTE = 20


def debates(claims: int, each: int = CLAIMS_A_DEBATE) -> Iterator[Rows]:
    """The rows of debates with `claims` in all, debate by debate of at most `each` claims.

    `each` bounds a text's length, of which the trigger on passages reads one half a row.
    """
    for number, first in enumerate(range(0, claims, each)):
        yield _Making(number, min(each, claims - first)).run()


class _Making:
    """One debate under way."""

    def __init__(self, number: int, claims: int) -> None:
        self.number, self.claims = number, claims
        self.chance = Random(number)
        self.ids = itertools.count()
        self.rows: Rows = defaultdict(list)
        self.sources: list[list[str]] = []
        """The ids of each source's claims, in reading order."""
        self.support_of: dict[str, str] = {}

    def run(self) -> Rows:
        self._debate()
        self._source("A", 0, (self.claims + 1) // 2)
        self._source("B", 1, self.claims // 2)
        self._supports()
        self._rebuttals()
        self._questions()
        self._outside_notes()
        return self.rows

    def _add(self, table: str, **fields: Any) -> str:
        """A row with an id of its own."""
        id = derived_id("bench", self.number, table, next(self.ids))
        self.rows[table].append({"id": id, "created_at": MADE, **fields})
        return id

    def _debate(self) -> None:
        self.debate = self._add(
            "debate",
            slug=f"debate-{self.number}",
            title=f"The debate numbered {self.number}",
            short_title=f"Debate {self.number}",
            description=sentence(self.chance),
            frame="Made to be measured. " + sentence(self.chance),
            method=sentence(self.chance),
            opening_question_id="",
            opening_claims=[],
        )

    def _source(self, letter: str, position: int, claims: int) -> None:
        form = "book" if letter == "A" else "article"
        id = self._add(
            "source",
            slug=f"source-{self.number}-{letter.lower()}",
            title=sentence(self.chance, 10)[:-1],
            short_name=f"the {form}",
            form=form,
            authors=[f"Author {letter}"],
            author_label=f"Author {letter}",
            author_note="",
            venue="A journal",
            published="2020-01-01",
            year=2010 + 10 * position,
            language="en",
            url="",
            licence="",
            provenance="",
        )
        side = {"debate_id": self.debate, "source_id": id, "letter": letter}
        thesis = sentence(self.chance)
        self.rows["side"].append({**side, "position": position, "thesis": thesis})
        made = prose(self.chance, claims)
        text_id = self._text(id, made)
        self.sources.append(
            [self._claim(id, text_id, made, number) for number in range(len(made.first))]
        )

    def _text(self, source_id: str, made: Prose) -> str:
        id = self._add(
            "source_text",
            source_id=source_id,
            number=1,
            text=made.text,
            sha256=sha256(made.text),
            words=sum(len(row["words"].split()) for row in made.blocks if row["kind"] != "note"),
            given_name="",
            given_sha256="",
        )
        self.rows["block"] += [{"source_text_id": id, **row} for row in made.blocks]
        self.rows["note_call"] += [{"source_text_id": id, **row} for row in made.calls]
        return id

    def _claim(self, source_id: str, text_id: str, made: Prose, number: int) -> str:
        stretches = [made.first[number]]
        if number % 5 == 0:
            stretches.append(made.second[number // 5])
        stance = self.chance.choice(STANCES)
        held = stance in ("reports", "rejects")
        id = self._add(
            "claim",
            source_id=source_id,
            number=number + 1,
            statement=sentence(self.chance, 28),
            stance=stance,
            attributed_to=f"Witness {number % 7}" if held else "",
            place=min(stretch.start for stretch in stretches),
            version=1,
        )
        for position, (start, end, block) in enumerate(stretches):
            passage_id = self._add(
                "passage",
                source_text_id=text_id,
                start=start,
                end=end,
                exact=made.text[start:end],
                prefix=made.text[max(0, start - 32) : start],
                suffix=made.text[end : end + 32],
                block=block,
            )
            rest = {"claim_id": id, "passage_id": passage_id, "position": position}
            self.rows["claim_passage"].append(rest)
        return id

    def _supports(self) -> None:
        """For every claim a reason: of its own text, and for every seventh of the other."""
        for side, claims in enumerate(self.sources):
            for place, conclusion in enumerate(claims):
                across = place % 7 == 6
                near = self.sources[1 - side] if across else claims
                wanted = 2 if place % 5 < 2 else 1
                self._support(conclusion, self._some(near, place, wanted, {conclusion}), across)

    def _support(self, conclusion: str, premises: list[str], across: bool) -> None:
        id = self._add(
            "support",
            conclusion_id=conclusion,
            scheme=self.chance.choice([None, *(scheme.value for scheme in Scheme)]),
            basis="editorial" if across else self.chance.choice(("stated", "implied")),
            note=sentence(self.chance, 26),
        )
        self.support_of[conclusion] = id
        self.rows["premise"] += [
            {"support_id": id, "claim_id": premise, "position": position}
            for position, premise in enumerate(premises)
        ]

    def _rebuttals(self) -> None:
        """By every claim two: of a claim, or a support for it, of the other text and its own."""
        linked: dict[str, set[str]] = defaultdict(set)
        for side, claims in enumerate(self.sources):
            for place, claim in enumerate(claims):
                for across in (True, False):
                    near = self.sources[1 - side] if across else claims
                    target = self._some(near, place, 1, {claim} | linked[claim])[0]
                    linked[claim].add(target)
                    linked[target].add(claim)
                    self._rebuttal(claim, target, across)

    def _rebuttal(self, claim: str, target: str, across: bool) -> None:
        move = self.chance.choice(MOVES)
        undercuts = move == "undercuts"
        self._add(
            "rebuttal",
            claim_id=claim,
            move=move,
            target_claim_id=None if undercuts else target,
            target_support_id=self.support_of[target] if undercuts else None,
            mutual=across and move == "contradicts" and self.chance.random() < 0.7,
            basis="editorial" if across else self.chance.choice(("stated", "implied")),
            note=sentence(self.chance, 28),
        )

    def _some(self, claims: list[str], place: int, wanted: int, but: set[str]) -> list[str]:
        """So many of the claims that stand near a place, the excepted left out."""
        first = max(0, min(place, len(claims)) - 20)
        near = [id for id in claims[first : first + 40] if id not in but]
        return self.chance.sample(near, wanted)

    def _questions(self) -> None:
        for number in range(self.claims // CLAIMS_A_QUESTION):
            silent = number % 2 if number % 6 == 5 else None
            kinds = ("silence",) if silent is not None else ("contradiction", "framing")
            id = self._add(
                "question",
                debate_id=self.debate,
                number=number + 1,
                text=f"{sentence(self.chance, 12)[:-1]}?",
                kind=self.chance.choice(kinds),
                why=sentence(self.chance, 26),
                version=1,
            )
            for side in (0, 1):
                self._position(id, number, side, is_silent=side == silent)

    def _position(self, question_id: str, number: int, side: int, *, is_silent: bool) -> None:
        source_id = self.rows["source"][side]["id"]
        held = {"question_id": question_id, "source_id": source_id}
        statement = sentence(self.chance)
        self.rows["position"].append({**held, "statement": statement, "is_silent": is_silent})
        if not is_silent:
            place = number * CLAIMS_A_QUESTION // 2
            self.rows["position_claim"] += [
                {**held, "claim_id": claim_id, "rank": rank}
                for rank, claim_id in enumerate(self._some(self.sources[side], place, 3, set()))
            ]

    def _outside_notes(self) -> None:
        for claim_id in itertools.chain(*self.sources):
            if self.chance.random() * CLAIMS_AN_OUTSIDE_NOTE < 1:
                note = {"body": sentence(self.chance, 30), "reference": sentence(self.chance, 15)}
                id = self._add("outside_note", debate_id=self.debate, url="", **note)
                beside = {"outside_note_id": id, "claim_id": claim_id}
                self.rows["outside_note_claim"].append(beside)
