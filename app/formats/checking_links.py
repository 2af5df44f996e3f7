"""The rules for what stands between the claims of a bundle: ids, links, questions, notes."""

import re
from collections import Counter
from collections.abc import Iterator

from app.arguments.models import Move
from app.claims.commands import check_outside_claim
from app.claims.models import Stance
from app.errors import Refusal
from app.formats.bundle import BroughtEntry, Bundle, ClaimEntry, RebuttalEntry, SourceFiles

_SENTENCES = re.compile(r"[.!?][”’)]*(?=\s+[A-Z“‘(]|$)")
Labelled = dict[str, tuple[SourceFiles, ClaimEntry]]


def by_label(bundle: Bundle) -> Labelled:
    return {c.label: (files, c) for files in bundle.sources for c in files.claims}


def ends(bundle: Bundle) -> set[str]:
    """The labels that a link may have at an end: of claims of texts, and of those from outside."""
    return {*by_label(bundle), *(claim.label for claim in bundle.brought)}


def ids(bundle: Bundle) -> Iterator[str]:
    claims: list[ClaimEntry | BroughtEntry] = [*bundle.brought]
    claims += [claim for files in bundle.sources for claim in files.claims]
    ids = Counter(claim.id for claim in claims)
    for entries in (bundle.supports, bundle.rebuttals, bundle.questions, bundle.outside):
        ids.update(entry.id for entry in entries)
    labels = Counter(claim.label for claim in claims)
    yield from (f"{id}: this id is given twice" for id, n in ids.items() if n > 1)
    yield from (f"{label}: this label is given twice" for label, n in labels.items() if n > 1)


def brought(bundle: Bundle) -> Iterator[str]:
    """What no claim from outside may be."""
    for claim in bundle.brought:
        if not claim.statement.strip().endswith((".", "!", "?")):
            yield f"{claim.label}: the statement is not a sentence"
        try:
            check_outside_claim(claim.statement, claim.year, claim.reference, claim.url)
        except Refusal as error:
            yield f"{claim.label}: {error}"


def supports(bundle: Bundle) -> Iterator[str]:
    known = ends(bundle)
    for support in bundle.supports:
        own = [*support.premises, support.conclusion]
        yield from (f"support {support.id}: there is no {e}" for e in own if e not in known)
        if len(set(own)) < len(own):
            yield f"support {support.id}: a claim stands in it twice"


def rebuttals(bundle: Bundle) -> Iterator[str]:
    known, every = by_label(bundle), ends(bundle)
    supports = {support.id for support in bundle.supports}
    pairs: Counter[frozenset[str]] = Counter()
    for rebuttal in bundle.rebuttals:
        name = f"rebuttal {rebuttal.id}"
        pairs[frozenset((rebuttal.claim, rebuttal.target))] += 1
        if rebuttal.claim not in every:
            yield f"{name}: there is no {rebuttal.claim}"
        elif (rebuttal.move == Move.UNDERCUTS) != (rebuttal.target in supports):
            yield f"{name}: an undercut goes against a support, other moves against a claim"
        elif rebuttal.move != Move.UNDERCUTS:
            yield from _against_claim(name, rebuttal, known, every)
    for pair, times in pairs.items():
        if times > 1:
            yield f"{' and '.join(sorted(pair))}: linked by {times} rebuttals"


def _against_claim(
    name: str, rebuttal: RebuttalEntry, known: Labelled, every: set[str]
) -> Iterator[str]:
    if rebuttal.target not in every:
        yield f"{name}: there is no {rebuttal.target}"
        return
    if rebuttal.target == rebuttal.claim:
        yield f"{name}: a claim cannot go against itself"
    if rebuttal.move == Move.CONTRADICTS and not rebuttal.mutual and _is_head_on(rebuttal, known):
        yield f"{name}: both authors assert, so a contradiction runs both ways (mutual)"
    if rebuttal.mutual and rebuttal.move != Move.CONTRADICTS:
        yield f"{name}: only a contradiction is mutual"


def _is_head_on(rebuttal: RebuttalEntry, known: Labelled) -> bool:
    """Whether the authors of two texts both assert their end. Whoever brings a claim from outside
    knows the text, and may go against it without more."""
    if rebuttal.claim not in known or rebuttal.target not in known:
        return False
    (one, claim), (other, target) = known[rebuttal.claim], known[rebuttal.target]
    return one is not other and claim.stance == target.stance == Stance.ASSERTS


def questions(bundle: Bundle) -> Iterator[str]:
    known = by_label(bundle)
    slugs = {files.source.slug for files in bundle.sources}
    for question in bundle.questions:
        name = f"question {question.id}"
        if not question.text.endswith("?"):
            yield f"{name}: it is not worded as a question"
        if {position.source for position in question.position} != slugs:
            yield f"{name}: not every source has a position or a stated silence"
        if (question.kind == "silence") != any(p.silent for p in question.position):
            yield f"{name}: its kind and its silences do not agree"
        for position in question.position:
            if position.silent == bool(position.claims):
                yield f"{name}: a position has claims, a silence has none"
            own = {label for label in position.claims if _is_of(known, label, position.source)}
            for label in sorted(set(position.claims) - own):
                yield f"{name}: {label} is not a claim of {position.source}"


def _is_of(known: Labelled, label: str, slug: str) -> bool:
    return label in known and known[label][0].source.slug == slug


def notes(bundle: Bundle) -> Iterator[str]:
    explained = [(f"support {s.id}", s.note) for s in bundle.supports]
    explained += [(f"rebuttal {r.id}", r.note) for r in bundle.rebuttals]
    explained += [(f"question {q.id}", q.why) for q in bundle.questions]
    for name, note in explained:
        sentences = len(_SENTENCES.findall(note.strip()))
        if not 1 <= sentences <= 3:
            yield f"{name}: its note has {sentences} sentences, not one to three"


def opening(bundle: Bundle) -> Iterator[str]:
    opening = bundle.debate.opening
    if opening is None:
        return
    known = by_label(bundle)
    if opening.question not in {question.id for question in bundle.questions}:
        yield f"opening: there is no question {opening.question}"
    yield from (f"opening: there is no {label}" for label in opening.claims if label not in known)


def outside(bundle: Bundle) -> Iterator[str]:
    known, questions = ends(bundle), {question.id for question in bundle.questions}
    for note in bundle.outside:
        lost = [e for e in note.claims if e not in known]
        lost += [e for e in note.questions if e not in questions]
        yield from (f"outside note {note.id}: there is no {end}" for end in lost)
        if not note.reference.strip():
            yield f"outside note {note.id}: it has no reference"
