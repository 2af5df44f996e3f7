"""What Jinja is spared makes no difference to what a page says."""

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError

from app.web.templates import Templates, escape

CALLS = """{% macro twice(x, times=2) %}{% for n in range(times) %}<b>{{ x }}</b>{% endfor %}\
{% endmacro %}{{ twice("<i>") }}{{ twice(safe, times=1) }}{{ named(word="&") }}"""


@given(st.text() | st.integers() | st.none() | st.builds(markupsafe.Markup, st.text()))
def test_what_is_put_out_is_what_markupsafe_makes_of_it(value):
    assert str(escape(value)) == str(markupsafe.escape(value))


def test_macros_and_functions_are_called_and_what_they_give_is_escaped_once():
    templates = Templates(autoescape=True, undefined=StrictUndefined)
    made = templates.from_string(CALLS).render(
        safe=markupsafe.Markup("<i>"), named=lambda word: f"<{word}>"
    )
    assert made == "<b>&lt;i&gt;</b><b>&lt;i&gt;</b><b><i></b>&lt;&amp;&gt;"


@pytest.mark.parametrize("wrong", ["{{ absent }}", "{{ absent() }}"])
def test_an_undefined_name_is_still_an_error(wrong):
    templates = Templates(autoescape=True, undefined=StrictUndefined)
    with pytest.raises(UndefinedError, match="absent"):
        templates.from_string(wrong).render()
