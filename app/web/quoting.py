"""How a page names speakers and stances, in words. Pure."""

from app.arguments.models import Basis, Move
from app.claims.models import Stance
from app.claims.queries import Card
from app.debates.exchange import KIND_SIGNS, SIGNS, Counterpart, Relation
from app.debates.models import QuestionKind
from app.debates.queries import Asked, Voice

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
STANCES_MEAN = {
    Stance.ASSERTS: "The author’s own view.",
    Stance.REPORTS: "Someone else’s, told without taking a side.",
    Stance.REJECTS: "Set out in order to be denied.",
    Stance.CONCEDES: "Granted, though it does not help the author’s case.",
}
MOVES_MEAN = {
    Move.CONTRADICTS: "If the one is right, the other is wrong.",
    Move.UNDERCUTS: "It leaves both claims be, and denies that the one follows from the other.",
    Move.QUALIFIES: "It narrows the other without denying it.",
}
BASES = {
    Basis.STATED: "the author says so",
    Basis.IMPLIED: "the author answers the position without naming it",
    Basis.EDITORIAL: "paired by an editor",
}
MOVE_SIGNS = {
    Move.CONTRADICTS: "contrary",
    Move.UNDERCUTS: "undercut",
    Move.QUALIFIES: "qualify",
}


def label(card: Card, voice: Voice) -> str:
    """A12: the source's letter in its debate, and the claim's number."""
    return f"{voice.letter}{card.number}"


def stance(card: Card) -> str:
    """“asserts”, “rejects the view of those who suspect China”, and so on."""
    if card.stance == Stance.ASSERTS:
        return "asserts"
    if card.stance == Stance.CONCEDES:
        held = f", with {card.attributed_to}" if card.attributed_to else ""
        return f"concedes{held}"
    return f"{card.stance.value} the view of {card.attributed_to}"


def speaker(card: Card, voice: Voice) -> str:
    """“William Akoto, op-ed, 2025, asserts”: what stands before every quotation."""
    return f"{voice.author_label}, {voice.form}, {voice.year}, {stance(card)}"


def copy_text(card: Card, voice: Voice) -> str:
    """What “Copy quotation” puts on the clipboard, but for the link: words, speaker, year."""
    words = card.passages[0].exact
    author = (
        voice.author_label if voice.author_label[:4] != "The " else f"the{voice.author_label[3:]}"
    )
    told = f"{card.attributed_to}, in " if card.attributed_to else ""
    return f"“{words}” ({told}{author}, “{voice.title}”, {voice.year})"


def kind_sign(question: Asked, order: list[str]) -> str:
    """The name of the sign of a question's kind. `order`: source ids from the left."""
    if question.kind != QuestionKind.SILENCE:
        return KIND_SIGNS[question.kind]
    silent = {held.source_id for held in question.positions if held.is_silent}
    return "silent-a" if order[0] in silent else "silent-b"


def relation_sign(counterpart: Counterpart) -> str:
    return SIGNS[counterpart.relation]


def relation_words(counterpart: Counterpart) -> str:
    """What the claim in hand is to its counterpart, in words that read after “this claim”."""
    if counterpart.relation == Relation.SAME_QUESTION:
        return "On the same question"
    if counterpart.relation == Relation.AGREES:
        return "A reason for this" if counterpart.outward else "This is a reason for it"
    word = counterpart.relation.value
    if getattr(counterpart.link, "mutual", False):
        return f"{word.capitalize()} each other"
    return f"This {word}" if counterpart.outward else f"{word.capitalize()} this"
