"""What a claim can do to another, in plain words for whoever links them. Pure."""

import enum
from typing import Any

from app.arguments.models import Basis, Move, Scheme
from app.web.quoting import SCHEMES_MEAN


class Said(enum.StrEnum):
    """What a form offers: the moves, of which one goes both ways."""

    CONTRADICTS = "contradicts"
    MUTUAL = "mutual"
    UNDERCUTS = "undercuts"
    QUALIFIES = "qualifies"


class Reasons(enum.StrEnum):
    """What a form offers besides, where a link may be a support."""

    SUPPORTS = "supports"


MOVES = (
    (
        Said.CONTRADICTS,
        "It contradicts the claim",
        (
            "If it is right, the claim is wrong. “The street was dry at noon” against “It rained "
            "all morning”. (ASPIC+: rebutting; undermining, if the claim is only a premise.)"
        ),
    ),
    (
        Said.MUTUAL,
        "Each contradicts the other",
        (
            "Neither is said with more right. “He was in Rome that day” and “He was in Oslo that "
            "day”. (ASPIC+: rebutting, both ways.)"
        ),
    ),
    (
        Said.UNDERCUTS,
        "It denies a step to the claim",
        (
            "Both may be true, but the one does not follow. “The lamp is red” against “It looks "
            "red, so it is”. Choose the reason below. (ASPIC+: undercutting.)"
        ),
    ),
    (
        Said.QUALIFIES,
        "It narrows the claim",
        (
            "It grants it, but not for every case. “Not in winter” against “The pass is open”. (No "
            "attack in ASPIC+.)"
        ),
    ),
)
SUPPORT = (
    Reasons.SUPPORTS,
    "It is a reason for the claim",
    (
        "If it is right, the claim is the more likely. “The street is wet” for “It has rained”. "
        "(ASPIC+: an inference from a premise.)"
    ),
)
EVERY = (*MOVES, SUPPORT)
WAYS = (
    ("goes", "These words bear on the other", ""),
    ("comes", "The other bears on these words", ""),
)
BASES = (
    (
        Basis.STATED,
        "The author says so",
        "Its words name what is answered, or the reason: quote them.",
    ),
    (Basis.IMPLIED, "The author implies it", "The position is met, not the text."),
    (Basis.EDITORIAL, "You pair them", "These texts do not speak of each other."),
)
SCHEMES = (
    ("", "None of these, or not sure", ""),
    *((each.value, each.value.capitalize(), SCHEMES_MEAN[each]) for each in Scheme),
)


def rebuttal_fields(claim_id: str, target_id: str, said: Said, reason_id: str) -> dict[str, Any]:
    """The ends and the move of a rebuttal, as its command takes them."""
    step = reason_id if said == Said.UNDERCUTS else None
    return {
        "claim_id": claim_id,
        "target_claim_id": None if said == Said.UNDERCUTS else target_id,
        "target_support_id": step,
        "move": (Move.CONTRADICTS if said == Said.MUTUAL else Move(said.value)).value,
        "mutual": said == Said.MUTUAL,
    }
