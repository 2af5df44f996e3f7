"""Page or fragment, decided once."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.settings import ROOT
from app.web import asking, claimed, doors, edits, quoting, recounting, telling, urls
from app.web.afterwards import told
from app.web.assets import Assets
from app.web.templates import Templates
from app.web.visitor import visitor

VARY = (
    "HX-Request, HX-Request-Type, HX-Boosted, HX-History-Restore-Request, Accept-Encoding, Cookie"
)


def environment(assets: Assets) -> Environment:
    """Templates that escape everything and refuse undefined names."""
    made = Templates(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        urls=urls,
        doors=doors,
        edits=edits,
        static=assets.address,
        quoting=quoting,
        claimed=claimed,
        recounting=recounting,
        telling=telling,
        asking=asking,
    )
    return made


def render(
    request: Request,
    page: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Render `page`, or `fragment` (a partial that `page` includes) if htmx will swap it in."""
    name = fragment if fragment and wants_fragment(request) else page
    templates: Environment = request.app.state.templates
    given = context or {}
    html = templates.get_template(name).render(
        given,
        visitor=given["visitor"] if "visitor" in given else visitor(request),
        told=told(request),
        sources=list(given.get("voices", {}).values()),
        here=request.url.path,
        origin=str(request.base_url).rstrip("/"),
        is_fragment=name != page,
    )
    return HTMLResponse(html, status, {"Vary": VARY})


def unkept(
    request: Request,
    page: str,
    context: dict[str, Any],
    status: int = 200,
    fragment: str | None = None,
) -> HTMLResponse:
    """Render a page that nobody keeps, and whose whole address goes to nobody as a referrer.

    Were no referrer sent at all, browsers would leave the origin out of its forms' requests too.
    """
    made = render(request, page, context, fragment=fragment, status=status)
    made.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "strict-origin"})
    return made


def see_other(url: str) -> RedirectResponse:
    """Answer a write that is done: “look there”."""
    return RedirectResponse(url, 303, {"Cache-Control": "no-store"})


def wants_fragment(request: Request) -> bool:
    """Whether htmx (2.x or 4.x) asks for a piece of the page, not a visit or a step back."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Request-Type") != "full"
        and "HX-Boosted" not in headers
        and "HX-History-Restore-Request" not in headers
    )


def is_put_in_place(request: Request) -> bool:
    """Whether htmx asks, and puts what it takes of the answer into a page that stays."""
    headers = request.headers
    others = ("HX-Boosted", "HX-History-Restore-Request")
    return headers.get("HX-Request") == "true" and not any(name in headers for name in others)


def moved(url: str, request: Request | None = None) -> RedirectResponse:
    """301: the address has other words. Words may change again, so nobody may keep it unasked.
    What somebody was to be told there is told there, if the request is given."""
    asked = request.query_params if request else {}
    done, proposed = asked.get("done", ""), asked.get("proposed", "")
    if done or proposed:
        url = urls.told(url, change_id=done, proposal_id=proposed)
    return RedirectResponse(url, 301, {"Cache-Control": "no-cache"})
