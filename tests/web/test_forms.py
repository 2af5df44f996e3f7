"""What a form sends, bound or given back; where one may be sent on to."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from pydantic import Field
from starlette.requests import Request

from app.errors import Conflict, Invalid
from app.web.doors import here_or_home
from app.web.forms import Bound, FormModel, Line, Optional, Prose, Secret, bind, fields_of
from tests.web.conftest import PASSWORD


class ExampleForm(FormModel):
    title: Line
    note: Prose = "x"
    secret: Secret = "x"
    ticked: list[str] = Field(default_factory=list)
    hint: Optional = ""


def request(body: bytes) -> Request:
    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def run(body: bytes) -> dict[str, list[str]]:
    """In a thread of its own: in this one the browser's tests may have left a loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(fields_of(request(body)))).result()


def test_a_form_that_will_do_is_bound_and_one_that_will_not_comes_back_as_typed():
    good = bind(ExampleForm, {"title": [" A "], "secret": [" s "], "ticked": ["1", "2"]})
    assert good.value == ExampleForm(title="A", secret=" s ", ticked=["1", "2"])
    bad = bind(ExampleForm, {"title": [" "], "note": ["x" * 10_001], "role": ["admin"]})
    assert bad.value is None
    assert bad.errors == {"title": "This is needed.", "note": "Take at most 10000 characters."}
    assert bad.typed("title") == " "
    assert bad.chosen("role") == ["admin"]
    assert bad.chosen("ticked") == []


def test_a_form_that_nobody_has_filled_in_shows_what_is_there_already():
    assert Bound().typed("title", "as it is") == "as it is"
    assert Bound({"title": [""]}).typed("title", "as it is") == ""


def test_a_refusal_stands_at_its_field_or_over_the_form():
    form: Bound[ExampleForm] = Bound()
    form.reject(Invalid("title", "No."))
    form.reject(Conflict("Taken."))
    assert form.errors == {"title": "No.", "": "Taken."}


def test_fields_are_text_in_normal_form_with_every_value():
    assert run(b"a=1&a=2&b=&c=x%0D%0Ay&d=e%CC%81+%F0%9F%A6%8A") == {
        "a": ["1", "2"],
        "b": [""],
        "c": ["x\ny"],
        "d": ["é 🦊"],
    }
    assert run(b"\xff\xfe=\xff") == {"\ufffd\ufffd": ["\ufffd"]}


@pytest.mark.parametrize("body", [b"a=%00", b"&".join([b"a=1"] * 1001)])
def test_what_cannot_be_stored_or_has_no_end_is_refused(body):
    with pytest.raises(Invalid):
        run(body)


def test_a_strange_form_gets_a_page(members):
    answer = members.browser().post("/sign-in", content=b"name=%00&password=x")
    assert answer.status_code == 422
    assert "NUL" in answer.text
    answer = members.browser().post("/sign-in", json={"name": "reader"})
    assert answer.status_code == 422


ELSEWHERE = [
    "", "x", "account", "//e", "///e", "/\\e", "\\/e", "\\\\e", "/\t/e", "/\n/e", "\t//e", " //e",
    "https:e", "https://e", "http:/e", "//u@e", "javascript:alert(1)", "/%2f/../\r\n/e",
    "/%09/e", "/%5ce", "/%2fe", "/%2Fe", "%2f%2fe", "/\x00/e", "/\r\nSet-Cookie: a=b", "/e\\x",
    "ftp://e", "data:text/html,x", "//e:80/", "/\x7f/e", "/\u0000", "//[::1]/", "?x", "#x",
]  # fmt: skip
HERE = [
    "/",
    "/account",
    "/claims/0123456789/words?a=b&c=%20d#e",
    "/a//b",
    "/ /e",
    "/é",
    "/a?next=//e",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_nobody_is_sent_elsewhere(text):
    assert here_or_home(text) == "/"


@pytest.mark.parametrize("text", HERE)
def test_a_path_of_this_site_is_gone_on_to(text):
    assert here_or_home(text) == text


def test_signing_in_sends_nobody_elsewhere(members):
    for text in ("//evil.example", "/\\evil.example", "/%5cevil.example", "https://evil.example"):
        body = f"name=reader&password={quote(PASSWORD)}&next={quote(text)}"
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = members.browser().post("/sign-in", content=body, headers=kind)
        assert (answer.status_code, answer.headers["location"]) == (303, "/"), text
