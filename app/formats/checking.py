"""Whether a bundle keeps its promises: every quotation, link and cover, before it is loaded.

What is wrong by rule falls short; what only an editor can judge is listed beside it.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from app.arguments.models import Move
from app.claims.models import Stance
from app.errors import Refusal
from app.formats.bundle import Bundle, ClaimEntry, RebuttalEntry, SourceFiles
from app.formats.folder import load
from app.sources.reading import cleaned, recipes
from app.sources.reading import files as files_of
from app.text.anchoring import Quote, Span, cuts_a_word, locate
from app.text.normalize import normalize
from app.text.structure import BlockKind

ARGUING = {BlockKind.ABSTRACT, BlockKind.PARAGRAPH, BlockKind.QUOTATION}
HEDGES = (
    "some|might|(?-i:may)|can|could|likely|apparently|arguably|suggests?|by some estimates|"
    "possible|possibly|perhaps|hopefully|doubtful|uncertain|probably|often|usually|tends?|seems?|largely|"
    "by and large|mainly|in large part|purported|alleged|suspected|almost|potential|potentially"
)
_HEDGE = re.compile(rf"\b({HEDGES})\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?][”’]?$")
_SENTENCES = re.compile(r"[.!?][”’)]*(?=\s+[A-Z“‘(]|$)")


class Checked(NamedTuple):
    """What falls short, what is for a person to judge, and how much there is of everything."""

    short: list[str]
    to_judge: list[str]
    counts: dict[str, int]


def report(folder: Path, say: Callable[[str], None]) -> bool:
    """Print what `check` finds in the bundle at `folder`; whether nothing falls short."""
    try:
        bundle = load(folder)
    except Refusal as error:
        say(f"{folder.name}: {error}")
        return False
    found = check(bundle)
    found.short.extend(_not_as_cleaned(folder))
    say(f"{bundle.debate.slug}: " + ", ".join(f"{n} {noun}" for noun, n in found.counts.items()))
    for line in found.to_judge:
        say(f"  to judge: {line}")
    for line in found.short:
        say(f"  falls short: {line}")
    say(f"  {len(found.short)} fall short, {len(found.to_judge)} for a person to judge.")
    return not found.short


def _not_as_cleaned(folder: Path) -> Iterator[str]:
    """Texts, blocks and repairs that are not what their recipe makes of the given file."""
    try:
        for slug, recipe in recipes(folder):
            for name, content in files_of(slug, cleaned(folder, recipe)).items():
                if (folder / "sources" / name).read_bytes() != content:
                    yield f"sources/{name} is not what its recipe makes; run `counterpoint clean`"
    except (Refusal, OSError, tomllib.TOMLDecodeError) as error:
        yield f"cleaning: {error}"


def check(bundle: Bundle) -> Checked:
    """Check a bundle as a whole. Linear in its size, but for the search of each quotation."""
    short: list[str] = []
    for files in bundle.sources:
        short += _texts(files)
        short += _claims(files, _letter(bundle, files))
        short += _cover(files)
    short += [*_ids(bundle), *_supports(bundle), *_rebuttals(bundle), *_questions(bundle)]
    short += [*_notes(bundle), *_opening(bundle), *_outside(bundle)]
    hedges = [line for files in bundle.sources for line in _hedges(files)]
    return Checked(short, hedges, _counts(bundle))


def _letter(bundle: Bundle, files: SourceFiles) -> str:
    return next(s.letter for s in bundle.debate.side if s.source == files.source.slug)


Labelled = dict[str, tuple[SourceFiles, ClaimEntry]]


def _by_label(bundle: Bundle) -> Labelled:
    return {c.label: (files, c) for files in bundle.sources for c in files.claims}


def _texts(files: SourceFiles) -> Iterator[str]:
    slug = files.source.slug
    if normalize(files.text) != files.text:
        yield f"{slug}: the text is not in normal form"
    for remark in files.remarks:
        try:
            locate(files.text, Quote(remark.exact, remark.prefix, remark.suffix))
        except Refusal as error:
            yield f"{slug}: remark: {error}"
    yield from _tiling(files)
    notes = [block.number for block in files.layout.blocks if block.kind == BlockKind.NOTE]
    if notes != [call.number for call in files.layout.calls]:
        yield f"{slug}: footnotes and their calls are not the same, or not in order"


def _tiling(files: SourceFiles) -> Iterator[str]:
    slug, at = files.source.slug, 0
    body = [block for block in files.layout.blocks if block.kind != BlockKind.NOTE]
    if [block.number for block in body] != list(range(1, len(body) + 1)):
        yield f"{slug}: the paragraphs are not numbered 1, 2, 3 and so on"
    for block in files.layout.blocks:
        if block.start < at or files.text[at : block.start].strip() or block.end <= block.start:
            yield f"{slug}: the block at {block.start} leaves out or repeats words"
        at = block.end


def _claims(files: SourceFiles, letter: str) -> Iterator[str]:
    for claim in files.claims:
        if not claim.label.startswith(letter):
            yield f"{claim.label}: the label of a claim of this source begins with {letter}"
        if claim.stance in (Stance.REPORTS, Stance.REJECTS) and not claim.attributed_to:
            yield f"{claim.label}: a view that is only reported has no holder"
        if not _ENDS.search(claim.statement):
            yield f"{claim.label}: the statement is not a sentence"
        for passage in claim.passage:
            yield from _passage(files, claim.label, Quote(**passage.model_dump()))


def _passage(files: SourceFiles, label: str, quote: Quote) -> Iterator[str]:
    try:
        span = locate(files.text, quote)
    except Refusal as error:
        yield f"{label}: {error}"
        return
    if cuts_a_word(files.text, span) or quote.exact != quote.exact.strip():
        yield f"{label}: “{quote.exact}” begins or ends inside a word"
    if not any(_holds(block.start, block.end, span) for block in _body(files)):
        yield f"{label}: “{quote.exact}” does not stand in one paragraph of the body"


def _holds(start: int, end: int, span: Span) -> bool:
    return start <= span.start and span.end <= end


def _body(files: SourceFiles) -> list[Span]:
    blocks = (block for block in files.layout.blocks if block.kind != BlockKind.NOTE)
    return [Span(block.start, block.end) for block in blocks]


def _cover(files: SourceFiles) -> Iterator[str]:
    places = list(_places(files))
    for block in files.layout.blocks:
        words = files.text[block.start : block.end]
        # A paragraph that ends without a stop only leads in to the quotation after it.
        argues = block.kind in ARGUING and words.endswith((".", "?", "!", "”", "’"))
        if argues and not any(_holds(block.start, block.end, place) for place in places):
            yield f"{files.source.slug}: paragraph {block.number} has no claim: “{words[:50]}…”"


def _places(files: SourceFiles) -> Iterator[Span]:
    for claim in files.claims:
        for passage in claim.passage:
            # A passage that cannot be found is told of elsewhere.
            with suppress(Refusal):
                yield locate(files.text, Quote(**passage.model_dump()))


def _ids(bundle: Bundle) -> Iterator[str]:
    claims = [claim for files in bundle.sources for claim in files.claims]
    ids = Counter(claim.id for claim in claims)
    for entries in (bundle.supports, bundle.rebuttals, bundle.questions, bundle.outside):
        ids.update(entry.id for entry in entries)
    labels = Counter(claim.label for claim in claims)
    yield from (f"{id}: this id is given twice" for id, n in ids.items() if n > 1)
    yield from (f"{label}: this label is given twice" for label, n in labels.items() if n > 1)


def _supports(bundle: Bundle) -> Iterator[str]:
    known = _by_label(bundle)
    for support in bundle.supports:
        ends = [*support.premises, support.conclusion]
        yield from (f"support {support.id}: there is no {e}" for e in ends if e not in known)
        if len(set(ends)) < len(ends):
            yield f"support {support.id}: a claim stands in it twice"


def _rebuttals(bundle: Bundle) -> Iterator[str]:
    known = _by_label(bundle)
    supports = {support.id for support in bundle.supports}
    pairs: Counter[frozenset[str]] = Counter()
    for rebuttal in bundle.rebuttals:
        name = f"rebuttal {rebuttal.id}"
        pairs[frozenset((rebuttal.claim, rebuttal.target))] += 1
        if rebuttal.claim not in known:
            yield f"{name}: there is no {rebuttal.claim}"
        elif (rebuttal.move == Move.UNDERCUTS) != (rebuttal.target in supports):
            yield f"{name}: an undercut goes against a support, other moves against a claim"
        elif rebuttal.move != Move.UNDERCUTS:
            yield from _against_claim(name, rebuttal, known)
    for pair, times in pairs.items():
        if times > 1:
            yield f"{' and '.join(sorted(pair))}: linked by {times} rebuttals"


def _against_claim(name: str, rebuttal: RebuttalEntry, known: Labelled) -> Iterator[str]:
    if rebuttal.target not in known:
        yield f"{name}: there is no {rebuttal.target}"
        return
    if rebuttal.target == rebuttal.claim:
        yield f"{name}: a claim cannot go against itself"
    (one, claim), (other, target) = known[rebuttal.claim], known[rebuttal.target]
    asserted = claim.stance == target.stance == Stance.ASSERTS
    head_on = rebuttal.move == Move.CONTRADICTS and one is not other and asserted
    if head_on and not rebuttal.mutual:
        yield f"{name}: both authors assert, so a contradiction runs both ways (mutual)"
    if rebuttal.mutual and rebuttal.move != Move.CONTRADICTS:
        yield f"{name}: only a contradiction is mutual"


def _questions(bundle: Bundle) -> Iterator[str]:
    known = _by_label(bundle)
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


def _notes(bundle: Bundle) -> Iterator[str]:
    explained = [(f"support {s.id}", s.note) for s in bundle.supports]
    explained += [(f"rebuttal {r.id}", r.note) for r in bundle.rebuttals]
    explained += [(f"question {q.id}", q.why) for q in bundle.questions]
    for name, note in explained:
        sentences = len(_SENTENCES.findall(note.strip()))
        if not 1 <= sentences <= 3:
            yield f"{name}: its note has {sentences} sentences, not one to three"


def _opening(bundle: Bundle) -> Iterator[str]:
    opening = bundle.debate.opening
    if opening is None:
        return
    known = _by_label(bundle)
    if opening.question not in {question.id for question in bundle.questions}:
        yield f"opening: there is no question {opening.question}"
    yield from (f"opening: there is no {label}" for label in opening.claims if label not in known)


def _outside(bundle: Bundle) -> Iterator[str]:
    known, questions = _by_label(bundle), {question.id for question in bundle.questions}
    for note in bundle.outside:
        lost = [e for e in note.claims if e not in known]
        lost += [e for e in note.questions if e not in questions]
        yield from (f"outside note {note.id}: there is no {end}" for end in lost)
        if not note.reference.strip():
            yield f"outside note {note.id}: it has no reference"


def _hedges(files: SourceFiles) -> Iterator[str]:
    """Hedge words of a passage that its paraphrase has not, for a person to judge."""
    for claim in files.claims:
        quoted = " ".join(passage.exact for passage in claim.passage)
        words = {found.lower() for found in _HEDGE.findall(quoted)}
        lost = sorted(words - {found.lower() for found in _HEDGE.findall(claim.statement)})
        if lost:
            yield f"{claim.label} leaves out “{'”, “'.join(lost)}”: {claim.statement}"


def _counts(bundle: Bundle) -> dict[str, int]:
    known = _by_label(bundle)
    ends = {s.id: s.conclusion for s in bundle.supports}

    def across(one: str, other: str) -> bool:
        other = ends.get(other, other)
        return one[:1] != other[:1] and one in known and other in known

    crossing = [s for s in bundle.supports if any(across(p, s.conclusion) for p in s.premises)]
    return {
        **{f"claims {_letter(bundle, f)}": len(f.claims) for f in bundle.sources},
        "supports": len(bundle.supports),
        "of them across": len(crossing),
        "rebuttals": len(bundle.rebuttals),
        "across": sum(across(r.claim, r.target) for r in bundle.rebuttals),
        "questions": len(bundle.questions),
        "outside notes": len(bundle.outside),
    }
