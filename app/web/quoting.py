"""How a page names speakers and stances, in words. Pure."""

from collections.abc import Sequence

from app.arguments.models import Basis, Move, Scheme
from app.arguments.queries import Attack
from app.claims.models import Stance
from app.claims.queries import Card
from app.debates.coverage import Coverage
from app.debates.exchange import KIND_SIGNS, SIGNS, Counterpart, Relation
from app.debates.models import QuestionKind
from app.debates.queries import Asked
from app.debates.voices import Voice
from app.proposals.models import Proposal, Status
from app.search.marking import Bit
from app.semantics.framework import Label

KINDS = {
    QuestionKind.CONTRADICTION: "Contradiction",
    QuestionKind.FRAMING: "Different framing",
    QuestionKind.AGREEMENT: "Agreement",
    QuestionKind.SILENCE: "One text is silent",
}
KINDS_MEAN = {
    QuestionKind.CONTRADICTION: "Both cannot be right of the same thing at the same time.",
    QuestionKind.FRAMING: "The texts speak past each other, or reach one end by different roads.",
    QuestionKind.AGREEMENT: "On this much they agree.",
    QuestionKind.SILENCE: "One text argues it; the other does not take it up.",
}
KIND_CHOICES = [(each.value, KINDS[each], KINDS_MEAN[each]) for each in QuestionKind]
STANCES_MEAN = {
    Stance.ASSERTS: "The author’s own view.",
    Stance.REPORTS: "Someone else’s, told without taking a side.",
    Stance.REJECTS: "Set out in order to be denied.",
    Stance.CONCEDES: "Granted, though it does not help the author’s case.",
}
STANCE_CHOICES = [
    (each.value, f"The author {each.value} it", STANCES_MEAN[each]) for each in Stance
]
MOVES_MEAN = {
    Move.CONTRADICTS: "The two cannot well be held together.",
    Move.UNDERCUTS: "It leaves both claims be, and denies that the one follows from the other.",
    Move.QUALIFIES: "It narrows the other without denying it.",
}
BASES = {
    Basis.STATED: "the author says so",
    Basis.IMPLIED: "the author answers the position without naming it",
    Basis.EDITORIAL: "paired by an editor",
}
STEPS = {
    Basis.STATED: "the author says so",
    Basis.IMPLIED: "the author reasons so without saying so",
    Basis.EDITORIAL: "paired by an editor",
}
"""Who says that premises lead to a conclusion."""
SCHEMES_MEAN = {
    Scheme.EXAMPLE: "A case is given for something more general.",
    Scheme.EXPERT_OPINION: "Someone who knows the field says so.",
    Scheme.POSITION_TO_KNOW: "Someone who is placed to know says so.",
    Scheme.ANALOGY: "It is so in a case that is like this one.",
    Scheme.CAUSE_TO_EFFECT: "The cause is there, so the effect is to be expected.",
    Scheme.EFFECT_TO_CAUSE: "The effect is there, so the cause is inferred.",
    Scheme.CORRELATION_TO_CAUSE: "The two go together, so the one is taken to bring the other.",
    Scheme.CONSEQUENCES: "It is to be done, or not, for what would come of it.",
    Scheme.SIGN: "What can be seen points to what cannot.",
    Scheme.EVIDENCE_TO_HYPOTHESIS: "What was to be expected, if it were so, was found or was not.",
    Scheme.PRACTICAL_REASONING: "It is a means to an end that is wanted.",
    Scheme.COMMITMENT: "Whoever is committed to the one is committed to the other.",
    Scheme.BIAS: "Whoever says it has an interest in it.",
    Scheme.PRECEDENT: "It was so, or was done so, before.",
    Scheme.VERBAL_CLASSIFICATION: "It falls under a word, so what goes with the word holds of it.",
    Scheme.LACK_OF_EVIDENCE: "It was not found where it would be found if it were so.",
    Scheme.INCONSISTENCY: "What is said or done does not agree with itself.",
    Scheme.SACRIFICE: "What was given up for it shows what it is worth.",
    Scheme.RULE: "A rule says so for every case of this kind.",
}
STATUSES = {
    Status.PENDING: "Waits for an editor",
    Status.PUBLISHED: "Published",
    Status.RETURNED: "Returned, to be said in other words",
    Status.DECLINED: "Declined",
}


def status(proposal: Proposal) -> str:
    """Where a proposal stands, in words: who declines their own has withdrawn it."""
    return "Withdrawn" if is_withdrawn(proposal) else STATUSES[proposal.status]


def is_withdrawn(proposal: Proposal) -> bool:
    return proposal.status == Status.DECLINED and proposal.decided_by_id == proposal.by_id


STANDINGS = {Label.IN: "Stands", Label.OUT: "Defeated", Label.UNDEC: "Contested"}
STANDINGS_MEAN = {
    Label.IN: "Nothing goes against it, or all that does is itself defeated.",
    Label.UNDEC: "Neither: as when two claims go against each other, and nothing else decides.",
    Label.OUT: "Something that stands goes against it.",
}
COVERAGE = {
    Coverage.ANSWERED: "Answered",
    Coverage.QUALIFIED: "Qualified",
    Coverage.EXCHANGE: "In an exchange",
    Coverage.AGREED: "Agreed",
    Coverage.QUESTION: "Same question only",
    Coverage.NOTHING: "Nothing",
}
_COVERAGE_MEANS = {
    Coverage.ANSWERED: "{0} contradicts it, or denies a reason given for it.",
    Coverage.QUALIFIED: "{0} narrows it without denying it.",
    Coverage.EXCHANGE: "Nothing in {0} is set against it, but it goes against {0}, or {0} denies a "
    "step from it to something else.",
    Coverage.AGREED: "It is a reason for a claim of {0}, or has one there.",
    Coverage.QUESTION: "It is set beside {0} on a question, with no more said.",
    Coverage.NOTHING: "Nothing in {0} is set beside it yet.",
}
MOVE_SIGNS = {
    Move.CONTRADICTS: "contrary",
    Move.UNDERCUTS: "undercut",
    Move.QUALIFIES: "qualify",
}


FOUND = {
    "claims": "claims",
    "texts": "the rest of the texts",
    "questions": "questions",
    "notes": "notes",
}
"""What a search can be narrowed to."""


def label(card: Card, voice: Voice) -> str:
    """A12: the source's letter in its debate, and the claim's number; “Outside 3” of a claim that
    no text makes."""
    return f"{voice.letter}{card.number}"


def stance(card: Card) -> str:
    """“asserts”, “rejects the view of those who suspect China”, and so on; of a claim from outside
    who signs it."""
    if card.outside:
        return f"signed by {card.outside.signed}"
    if card.stance == Stance.ASSERTS:
        return "asserts"
    if card.stance == Stance.CONCEDES:
        held = f", with {card.attributed_to}" if card.attributed_to else ""
        return f"concedes{held}"
    return f"{card.stance.value} the view of {card.attributed_to}"


def speaker(card: Card, voice: Voice) -> str:
    """“William Akoto, op-ed, 2025, asserts”: what stands before every quotation; before a claim
    from outside “From outside, 2024, signed by Ann Example; neither text says this”."""
    if card.outside:
        return f"From outside, {card.outside.year}, signed by {card.outside.signed}; {voice.form}"
    return f"{voice.author_label}, {voice.form}, {voice.year}, {stance(card)}"


def of_this(card: Card) -> str:
    """The stance as it is told of a claim in sight: “rejects this, the view of Mike Rogers”."""
    if card.outside:
        return f"signed by {card.outside.signed}"
    held = card.attributed_to
    if card.stance == Stance.CONCEDES:
        return f"concedes this, with {held}" if held else "concedes this"
    return {
        Stance.ASSERTS: "asserts this",
        Stance.REPORTS: f"reports this as the view of {held}",
        Stance.REJECTS: f"rejects this, the view of {held}",
    }[card.stance]


def named(voice: Voice) -> str:
    """A text within a sentence: “the op-ed”."""
    name = voice.short_name
    return f"the{name[3:]}" if name.startswith("The ") else name


def in_marks(words: str) -> str:
    """The words of a text in quotation marks; a hair space parts these from the words' own."""
    before = HAIR if words.startswith(MARKS) else ""
    after = HAIR if words.endswith(MARKS) else ""
    return f"“{before}{words}{after}”"


def opening_mark(runs: Sequence[Bit]) -> str:
    """The mark before words of a text that are cut into runs; see `in_marks`."""
    return in_marks("".join(run.words for run in runs)).partition(runs[0].words)[0]


def closing_mark(runs: Sequence[Bit]) -> str:
    return in_marks("".join(run.words for run in runs)).rpartition(runs[-1].words)[2]


HAIR = "\N{HAIR SPACE}"
MARKS = ("“", "”", "‘", "’", "'", '"')


def coverage_means(kind: Coverage, other: str) -> str:
    """What a kind of coverage says of a claim, which is “it”. `other`: “the other text”."""
    told = _COVERAGE_MEANS[kind].format(other)
    return f"{told[0].upper()}{told[1:]}"


def copy_text(card: Card, voice: Voice) -> str:
    """What “Copy quotation” puts on the clipboard, but for the link: words, speaker, year. Who
    holds a view that is not the author’s stands before the author, who may have worded it. A claim
    from outside stands in no quotation marks."""
    if card.outside:
        return f"{card.statement} ({speaker(card, voice)})"
    words = card.passages[0].exact
    author = (
        voice.author_label if voice.author_label[:4] != "The " else f"the{voice.author_label[3:]}"
    )
    told = f"{card.attributed_to}, as {_TOLD[card.stance]} by " if card.attributed_to else ""
    return f"“{words}” ({told}{author}, “{voice.title}”, {voice.year})"


_TOLD = {
    Stance.ASSERTS: "asserted",
    Stance.REPORTS: "reported",
    Stance.REJECTS: "reported and rejected",
    Stance.CONCEDES: "granted",
}


def kind_sign(question: Asked, order: list[str]) -> str:
    """The name of the sign of a question's kind. `order`: source ids from the left."""
    if question.kind != QuestionKind.SILENCE:
        return KIND_SIGNS[question.kind]
    silent = {held.source_id for held in question.positions if held.is_silent}
    return "silent-a" if order[0] in silent else "silent-b"


def relation_sign(counterpart: Counterpart) -> str:
    return SIGNS[counterpart.relation]


def relation_words(counterpart: Counterpart) -> str:
    """What a counterpart is to the claim in hand, which is “this”, in a few words."""
    if counterpart.relation == Relation.CONTRADICTS and is_mutual(counterpart):
        return "They contradict each other"
    return (_OUTWARD if counterpart.outward else _INWARD)[counterpart.relation]


def relation_told(counterpart: Counterpart, voice: Voice) -> str:
    """The same as a clause, the claim in hand being “it”: “the op-ed of 2025 contradicts it”."""
    outward = counterpart.outward and not is_mutual(counterpart)
    told = (_TELLS_OUTWARD if outward else _TELLS_INWARD)[counterpart.relation]
    return told.format(f"{named(voice)} of {voice.year}")


def is_mutual(counterpart: Counterpart) -> bool:
    return isinstance(counterpart.link, Attack) and counterpart.link.mutual


def sign_label(card: Card, voice: Voice, clause: str) -> str:
    """What a sign in the margin says to ears. `clause`: what another text has on the matter."""
    done = {"asserts": "asserted", "reports": "reported", "rejects": "rejected"}
    stance = done.get(card.stance, "conceded")
    return f"Claim {label(card, voice)}, {stance} by the author; {clause}"


_INWARD = {
    Relation.CONTRADICTS: "Contradicts this",
    Relation.UNDERCUTS: "Undercuts a step to or from this",
    Relation.QUALIFIES: "Qualifies this",
    Relation.AGREES: "A reason for this",
    Relation.SAME_QUESTION: "On the same question",
}
_OUTWARD = {
    Relation.CONTRADICTS: "This contradicts it",
    Relation.UNDERCUTS: "This undercuts a reason for it",
    Relation.QUALIFIES: "This qualifies it",
    Relation.AGREES: "This is a reason for it",
    Relation.SAME_QUESTION: "On the same question",
}
_TELLS_INWARD = {
    Relation.CONTRADICTS: "{} contradicts it",
    Relation.UNDERCUTS: "{} undercuts a step to or from it",
    Relation.QUALIFIES: "{} only qualifies it",
    Relation.AGREES: "{} has a reason for it",
    Relation.SAME_QUESTION: "{} speaks to the same question",
}
_TELLS_OUTWARD = {
    Relation.CONTRADICTS: "it contradicts {}",
    Relation.UNDERCUTS: "it undercuts a reason that {} gives",
    Relation.QUALIFIES: "it qualifies {}",
    Relation.AGREES: "it is a reason for what {} says",
    Relation.SAME_QUESTION: "{} speaks to the same question",
}
