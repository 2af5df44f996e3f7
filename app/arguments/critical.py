"""What may be asked of a step of each kind, and where an answer of “no” would strike. Pure.

Source: Walton, Reed and Macagno, Argumentation Schemes, Cambridge University Press, 2008, whose
critical questions these are in our words, some of them shortened, some left out. Which move each
leads to is our reading, after Prakken, On the nature of argument schemes, 2010: a question of what
is assumed strikes a premise, one of an exception the step, one of an opposite the conclusion.
"""

import enum
from collections.abc import Mapping
from typing import NamedTuple

from app.arguments.models import Scheme


class Strikes(enum.StrEnum):
    """What goes if the answer is “no”."""

    STEP = "step"
    PREMISE = "premise"
    CONCLUSION = "conclusion"


class Critical(NamedTuple):
    """A question, and what it strikes. `key` names it in an address: “2” is a scheme's second."""

    key: str
    words: str
    strikes: Strikes


def critical(scheme: Scheme | None) -> tuple[Critical, ...]:
    """The questions that may be asked of a step of this kind; none for a step of no kind."""
    return _QUESTIONS[scheme] if scheme else ()


def critical_by_key(scheme: Scheme | None, key: str) -> Critical | None:
    return next((each for each in critical(scheme) if each.key == key), None)


def _of(*asked: tuple[Strikes, str]) -> tuple[Critical, ...]:
    return tuple(
        Critical(str(number), words, strikes) for number, (strikes, words) in enumerate(asked, 1)
    )


_STEP, _PREMISE, _CONCLUSION = Strikes.STEP, Strikes.PREMISE, Strikes.CONCLUSION
_QUESTIONS: Mapping[Scheme, tuple[Critical, ...]] = {
    Scheme.EXAMPLE: _of(
        (_PREMISE, "Did the case happen as it is told?"),
        (_STEP, "Is the case typical of the rest, and not a rare one?"),
        (_STEP, "Is one case enough for so much?"),
        (_CONCLUSION, "Are there no cases that go the other way?"),
    ),
    Scheme.EXPERT_OPINION: _of(
        (_PREMISE, "Does the expert say just that?"),
        (_STEP, "Is the expert at home in this very field?"),
        (_STEP, "Is the expert honest in it, with no stake of their own?"),
        (_CONCLUSION, "Do other experts agree?"),
        (_STEP, "Does it rest on evidence, and not on the name alone?"),
    ),
    Scheme.POSITION_TO_KNOW: _of(
        (_PREMISE, "Do they say just that?"),
        (_STEP, "Are they placed to know it?"),
        (_STEP, "Are they to be trusted in it?"),
    ),
    Scheme.ANALOGY: _of(
        (_PREMISE, "Is it so in the other case?"),
        (_STEP, "Are the two alike in what matters here?"),
        (_STEP, "Is there no difference that would undo it?"),
        (_CONCLUSION, "Is there no other case, just as like, where it is not so?"),
    ),
    Scheme.CAUSE_TO_EFFECT: _of(
        (_PREMISE, "Is the cause there?"),
        (_STEP, "Does the one bring the other, and how strongly?"),
        (_STEP, "Is nothing else at work that would stop it?"),
    ),
    Scheme.EFFECT_TO_CAUSE: _of(
        (_PREMISE, "Is the effect there?"),
        (_STEP, "Would that cause have had this effect?"),
        (_CONCLUSION, "Is there no other cause that explains it as well?"),
    ),
    Scheme.CORRELATION_TO_CAUSE: _of(
        (_PREMISE, "Do the two go together, and often enough?"),
        (_STEP, "Is it more than chance?"),
        (_STEP, "Is there no third thing that brings both?"),
        (_CONCLUSION, "Is it not the other way round?"),
    ),
    Scheme.CONSEQUENCES: _of(
        (_PREMISE, "How likely is it that this would come of it?"),
        (_PREMISE, "What shows that it would?"),
        (_CONCLUSION, "Do other consequences not weigh more?"),
    ),
    Scheme.SIGN: _of(
        (_PREMISE, "Is the sign there?"),
        (_STEP, "How strongly does the sign go with what it points to?"),
        (_STEP, "Is there nothing else that would explain the sign better?"),
    ),
    Scheme.EVIDENCE_TO_HYPOTHESIS: _of(
        (_PREMISE, "Was it found, or missed, as is said?"),
        (_STEP, "Would it have to be found, if it were so?"),
        (_STEP, "Could it not be found for another reason?"),
    ),
    Scheme.PRACTICAL_REASONING: _of(
        (_STEP, "Are there no other means to the same end?"),
        (_CONCLUSION, "Are there no other ends that it would harm?"),
        (_PREMISE, "Would it bring about the end?"),
        (_STEP, "Can it be done?"),
        (_CONCLUSION, "Does it do no more harm than good?"),
    ),
    Scheme.COMMITMENT: _of(
        (_PREMISE, "Are they committed to it, by what they said or did?"),
        (_STEP, "Does the one commitment bring the other with it?"),
        (_STEP, "Have they not taken it back, or made an exception?"),
    ),
    Scheme.BIAS: _of(
        (_PREMISE, "What shows the interest?"),
        (_STEP, "Is it a matter in which to take a side is wrong?"),
        (_STEP, "Does what they say not rest on grounds of its own?"),
    ),
    Scheme.PRECEDENT: _of(
        (_PREMISE, "Was it so, or done so, before?"),
        (_STEP, "Is this case like that one in what matters?"),
        (_STEP, "Have things not changed since?"),
    ),
    Scheme.VERBAL_CLASSIFICATION: _of(
        (_PREMISE, "Does it fall under the word, or is there room for doubt?"),
        (_STEP, "Does what goes with the word hold of all that falls under it?"),
        (_STEP, "Is the word meant the same way both times?"),
    ),
    Scheme.LACK_OF_EVIDENCE: _of(
        (_PREMISE, "How far was it looked for?"),
        (_STEP, "Would it have been found, if it were so?"),
        (_STEP, "On whom is it to show it?"),
    ),
    Scheme.INCONSISTENCY: _of(
        (_PREMISE, "Was the one said or done, and the other too?"),
        (_STEP, "Do the two not agree after all, once each is seen in its place?"),
        (_STEP, "Have they not changed their mind, and said why?"),
    ),
    Scheme.SACRIFICE: _of(
        (_PREMISE, "Was it given up for this?"),
        (_STEP, "Does what was given up show what it is worth, and not what was hoped of it?"),
        (_CONCLUSION, "Is what is lost by going on not worth more?"),
    ),
    Scheme.RULE: _of(
        (_PREMISE, "Is there such a rule, and does it hold here?"),
        (_STEP, "Is this case not an exception to it?"),
        (_CONCLUSION, "Is there no other rule that goes before it?"),
    ),
}
