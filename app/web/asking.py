"""Critical questions of a step, as they lead to a form and stand in it. Pure."""

from typing import NamedTuple

from app.arguments.critical import Strikes, critical, critical_by_key
from app.arguments.models import Scheme
from app.arguments.queries import Reason
from app.web import urls
from app.web.moves import Said


class Lead(NamedTuple):
    """A move that a question may lead to: its address, and the claim that it would strike;
    None for the step itself."""

    url: str
    claim_id: str | None


class Question(NamedTuple):
    """A question that may be asked of a step; `token` names it in the form."""

    words: str
    token: str
    on_step: bool
    leads: tuple[Lead, ...]


def questions(reason: Reason) -> list[Question]:
    """What may be asked of a reason, by its kind; nothing if it has none."""
    return [
        Question(each.words, _token(reason, each.key), each.strikes == Strikes.STEP, tuple(leads))
        for each in critical(reason.scheme)
        for leads in [_leads(reason, each.strikes, _token(reason, each.key))]
    ]


def asked(token: str) -> str:
    """The words of the question that a form was begun with; "" for none."""
    name, _, key = token.partition(".")
    scheme = Scheme.__members__.get(name)
    found = critical_by_key(scheme, key)
    return found.words if found else ""


def _token(reason: Reason, key: str) -> str:
    return f"{reason.scheme.name if reason.scheme else ''}.{key}"


def _leads(reason: Reason, strikes: Strikes, token: str) -> list[Lead]:
    if strikes == Strikes.STEP:
        typed = {"move": Said.UNDERCUTS.value, "reason": reason.id, "asks": token}
        return [Lead(urls.new_rebuttal(reason.conclusion_id, **typed), None)]
    struck = reason.premise_ids if strikes == Strikes.PREMISE else (reason.conclusion_id,)
    typed = {"move": Said.CONTRADICTS.value, "asks": token}
    return [Lead(urls.new_rebuttal(id, **typed), id) for id in struck]
