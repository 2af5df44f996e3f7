"""What tests of forms that change something have in common."""

import html
import re

from sqlmodel import col, select

from app.history.models import Revision

DEBATE = "/debates/china-cyber-espionage"


def led_to(answer) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def filled(page: str) -> dict[str, list[str]]:
    """What stands in the form of a page, as a browser would send it by its last button."""
    form = re.search(r'<form class="form" method="post".*?</form>', page, re.DOTALL)
    assert form is not None, page
    fields: dict[str, list[str]] = {}
    for tag in re.finditer(r"<input\b[^>]*>|<textarea\b[^>]*>\n([^<]*)</textarea>", form[0]):
        given = dict(re.findall(r'\b([a-z]+)="([^"]*)"', tag[0].partition(">")[0]))
        ticked = given.get("type") not in ("radio", "checkbox") or re.search(r"\bchecked\b", tag[0])
        if "name" in given and ticked:
            value = tag[1] if tag[1] is not None else given.get("value", "")
            fields.setdefault(given["name"], []).append(html.unescape(value))
    return fields


def as_new(page: str) -> str:
    """The words of a page as they are after what it tells of: without those that went."""
    kept = re.sub(r"<del>.*?</del>", "", page, flags=re.DOTALL)
    unmarked = re.sub(r'<span class="unseen">(\[new: |\] )</span>', "", kept)
    return html.unescape(re.sub(r"<[^>]+>", "", unmarked))


def changes_after(db, number: int) -> list[str]:
    """The acts since a revision, the latest first, each once."""
    asked = select(Revision.change_id).where(Revision.number > number)
    return list(dict.fromkeys(db.exec(asked.order_by(col(Revision.number).desc()))))
