"""What is typed of a claim from outside, where one is brought and where it is said otherwise."""

from typing import Annotated, Any

from pydantic import StringConstraints

from app.errors import Invalid
from app.web.forms import FormModel, Line, Prose

Reference = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]


class OutsideWords(FormModel):
    statement: Prose
    year: Line
    reference: Reference = ""
    url: Address = ""


def outside_fields(value: OutsideWords) -> dict[str, Any]:
    """As `changes.plans` takes them, but for the debate. Raises Invalid for what is no year."""
    try:
        year = int(value.year.replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        raise Invalid("year", "Give the year in which it was said, such as 2024.") from None
    return {**value.model_dump(include={"statement", "reference", "url"}), "year": year}
