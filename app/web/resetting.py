"""/forgotten and /reset: a new password by a one-time link, from an admin or by mail."""

from typing import Annotated, NamedTuple

import structlog
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts.commands import set_password
from app.accounts.links import let_in, link_by_token, use_up
from app.accounts.models import LinkKind
from app.accounts.queries import user_by_id, users_reached_at
from app.errors import Expired, TooOften
from app.web import doors
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, Secret, posted
from app.web.proving import admitted, hashed
from app.web.render import see_other, unkept
from app.web.signing import signed_in, spent, too_often

router = APIRouter()
SUBJECT = "A new password for Counterpoint"
LETTER = """Somebody, probably you, asked for a new password for the account “{name}”.

Choose one here, within a day:

{link}

If it was not you, do nothing: the old password goes on working.
"""
log = structlog.get_logger()


class ForgottenForm(FormModel):
    name: Line


class ResetForm(FormModel):
    token: Line
    password: Secret


class Resetting(NamedTuple):
    form: Bound[ResetForm]
    password_hash: str


async def resetting(
    request: Request, form: Annotated[Bound[ResetForm], Depends(posted(ResetForm))]
) -> Resetting:
    """The new password hashed, if there was room for an attempt: hashing is dear."""
    wait = await run_in_threadpool(admitted, request, f"reset {form.typed('token')}")
    if wait:
        raise TooOften(wait)
    return Resetting(form, await hashed(request, form))


@router.api_route("/forgotten", methods=READ, name="resets.new")
def forgotten(request: Request) -> Response:
    return _forgotten(request, Bound[ForgottenForm]())


@router.post("/forgotten", name="resets.create")
def send(
    request: Request,
    later: BackgroundTasks,
    form: Annotated[Bound[ForgottenForm], Depends(posted(ForgottenForm))],
) -> Response:
    """The same answer in the same time, whatever accounts there are: all else is done after it."""
    if form.value is None or not request.app.state.mail.is_sent:
        return _forgotten(request, form, 422)
    wait = admitted(request, f"forgotten {form.value.name}")
    if wait:
        return too_often(request, "accounts/forgotten.html", form, wait, is_mailed=True)
    later.add_task(mail_links, request.app, form.value.name)
    return unkept(request, "accounts/sent.html", {})


@router.api_route("/reset", methods=READ, name="resets.show")
def show(request: Request, db: Db) -> Response:
    token = request.query_params.get("token", "")
    try:
        link = link_by_token(db, LinkKind.RESET, token)
    except Expired as error:
        return spent(request, error)
    user = user_by_id(db, link.user_id or "")
    form = Bound[ResetForm]({"token": [token]})
    return unkept(request, "accounts/reset.html", {"form": form, "user": user})


@router.post("/reset", name="resets.use")
def use(request: Request, db: Db, given: Annotated[Resetting, Depends(resetting)]) -> Response:
    form = given.form
    try:
        link = link_by_token(db, LinkKind.RESET, form.typed("token"))
        user = user_by_id(db, link.user_id or "")
        if not given.password_hash:
            return unkept(request, "accounts/reset.html", {"form": form, "user": user}, 422)
        use_up(db, link=link)
        set_password(db, user=user, password_hash=given.password_hash)
        return signed_in(request, db, user, see_other("/account"))
    except Expired as error:
        return spent(request, error)


def mail_links(app: FastAPI, name_or_email: str) -> None:
    """Send a link for each account that this may mean. What fails is logged, and told nobody."""
    with Session(app.state.engines.write) as db:
        letters = [
            (user.email, user.name, let_in(db, user=user, kind=LinkKind.RESET))
            for user in users_reached_at(db, name_or_email)
        ]
        db.commit()
    for to, name, token in letters:
        link = app.state.settings.site.rstrip("/") + doors.reset(token)
        try:
            app.state.mail.send(to, SUBJECT, LETTER.format(name=name, link=link))
        except OSError as error:
            log.warning("mail", reason=type(error).__name__)


def _forgotten(request: Request, form: Bound[ForgottenForm], status: int = 200) -> Response:
    context = {"form": form, "is_mailed": request.app.state.mail.is_sent}
    return unkept(request, "accounts/forgotten.html", context, status)
