"""/sign-in/elsewhere: signing in by what another site says of somebody (OpenID Connect)."""

import asyncio
import hmac
from functools import partial
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts import attempts, identities
from app.accounts.attempts import Limit, network
from app.accounts.links import use_up
from app.accounts.models import LinkKind, OneTimeLink, PendingSignIn, Role, User
from app.accounts.queries import signed_by
from app.db import now
from app.errors import Conflict, Expired, Forbidden, NotFound, Refusal, TooOften, Unvouched
from app.settings import SignUp
from app.vouching import Vouched, Voucher, derived
from app.web import doors
from app.web.cookies import cookie_name, is_encrypted, token_of
from app.web.forms import Bound, FormModel, posted
from app.web.proving import address_of
from app.web.render import see_other, unkept
from app.web.signing import entered, page

router = APIRouter()
TRIES = 60
"""How many browsers of one address may be on their way in five minutes: a class may sign in."""


class AwayForm(FormModel):
    """`token`: an invitation; `known`: whoever is signed in wants to be known so."""

    next: str = ""
    kept: str = ""
    token: str = ""
    known: str = ""


class Sent(NamedTuple):
    """Where a browser is sent and what it keeps meanwhile, or why not."""

    form: Bound[AwayForm]
    address: str = ""
    secret: str = ""
    refusal: Refusal | None = None


class Back(NamedTuple):
    """What was noted of a browser that is back, and who it is, or why it is nobody."""

    pending: PendingSignIn | None
    vouched: Vouched | None = None
    refusal: Refusal | None = None


async def sent(
    request: Request, form: Annotated[Bound[AwayForm], Depends(posted(AwayForm))]
) -> Sent:
    """Asked of the other site and noted before anything else: neither holds the database."""
    voucher = _voucher(request)
    try:
        value = form.value or AwayForm()
        secret = await run_in_threadpool(_note, request, value)
        loop = asyncio.get_running_loop()
        address = await loop.run_in_executor(voucher.pool, voucher.address, secret)
    except Refusal as error:
        return Sent(form, refusal=error)
    return Sent(form, address, secret)


@router.post("/sign-in/elsewhere", name="sessions.elsewhere")
def away(request: Request, sent: Annotated[Sent, Depends(sent)]) -> Response:
    """A page that leads on by itself, and not a redirect: browsers let the answer to a form lead
    only where the policy of this site lets forms be sent."""
    if sent.refusal:
        return _refused(request, sent.refusal, Bound(sent.form.raw))
    context = {"address": sent.address, "elsewhere": _voucher(request).name}
    answer = unkept(request, "accounts/away.html", context)
    answer.set_cookie(
        _cookie(request),
        sent.secret,
        max_age=int(identities.LASTS.total_seconds()),
        secure=is_encrypted(request),
        httponly=True,
        samesite="lax",
    )
    return answer


async def came_back(request: Request) -> Back:
    """What is noted is used up whatever comes of it: no answer is taken twice."""
    voucher, asked = _voucher(request), request.query_params
    secret = request.cookies.get(_cookie(request), "")
    given, wanted = asked.get("state", ""), derived(secret, "state")
    if not secret or not hmac.compare_digest(given.encode(), wanted.encode()):
        return Back(None, refusal=Unvouched("This was not begun in this browser. Begin here."))
    pending: PendingSignIn | None = None
    try:
        pending = await run_in_threadpool(_take_back, request, secret)
        if "code" not in asked:
            raise Unvouched(f"“{voucher.name}” did not sign you in.")
        ask = partial(voucher.vouched, secret, asked["code"], asked.get("iss"))
        loop = asyncio.get_running_loop()
        return Back(pending, await loop.run_in_executor(voucher.pool, ask))
    except Refusal as error:
        return Back(pending, refusal=error)


@router.get("/sign-in/elsewhere/back", name="sessions.back")
def back(request: Request, came: Annotated[Back, Depends(came_back)]) -> Response:
    """The one GET that writes: the protocol has it so. What it writes is bound to the browser by
    the state, which no other site knows, and is done once."""
    pending = came.pending
    raw = {"next": [pending.onward], "kept": [pending.kept]} if pending else {}
    refusal = came.refusal
    if pending and came.vouched:
        try:
            with Session(request.app.state.engines.write) as db:
                answer = _let_in(request, db, pending, came.vouched)
                db.commit()
                return _without_cookie(request, answer)
        except Refusal as error:
            refusal = error
    assert refusal is not None  # somebody who is vouched for is let in, or refused
    return _without_cookie(request, _refused(request, refusal, Bound(raw)))


def _let_in(request: Request, db: Session, pending: PendingSignIn, vouched: Vouched) -> Response:
    issuer, subject = vouched.issuer, vouched.subject
    if pending.user_id:
        signed = signed_by(db, token_of(request))
        if signed is None or signed.user.id != pending.user_id:
            raise Conflict("You are not signed in here any more. Sign in, and try again.")
        identities.know_as(db, user=signed.user, issuer=issuer, subject=subject)
        return see_other(doors.account())
    user = identities.user_known_as(db, issuer, subject) or _joined(request, db, pending, vouched)
    return entered(request, db, user, kept=pending.kept, onward=pending.onward)


def _joined(request: Request, db: Session, pending: PendingSignIn, vouched: Vouched) -> User:
    """A new account, if this installation lets them. Raises Forbidden, Expired, TooOften."""
    policy, link = request.app.state.settings.sign_up, None
    if pending.invitation_hash and policy != SignUp.CLOSED:
        link = db.get(OneTimeLink, pending.invitation_hash)
        if link is None or link.kind != LinkKind.INVITATION or link.expires_at <= now():
            raise Expired("This invitation has been used, or its time is over. Ask for a new one.")
        use_up(db, link=link)
    elif policy != SignUp.OPEN:
        ask = "Ask an admin for an invitation." if policy == SignUp.INVITATION else "Ask an admin."
        raise Forbidden(f"Nobody here is known by that account yet. {ask}")
    else:
        attempts.count(db, attempts.joining(address_of(request)))
    role = link.role if link and link.role else Role.CONTRIBUTOR
    words = {"display": vouched.display, "handle": vouched.handle}
    return identities.add_known(
        db, issuer=vouched.issuer, subject=vouched.subject, role=role, **words
    )


def _note(request: Request, value: AwayForm) -> str:
    limits = [Limit(f"away {network(address_of(request))}", TRIES), Limit("away", 2000)]
    with Session(request.app.state.engines.write) as db:
        seconds = attempts.admit(db, limits, exactly=True)
        if seconds:
            raise TooOften(seconds)
        signed = signed_by(db, token_of(request)) if value.known else None
        secret = identities.send_away(
            db,
            onward=doors.here_or_home(value.next) if value.next else "/",
            kept=value.kept,
            invitation=value.token,
            user=signed.user if signed else None,
        )
        db.commit()
    return secret


def _take_back(request: Request, secret: str) -> PendingSignIn:
    with Session(request.app.state.engines.write) as db:
        pending = identities.take_back(db, secret)
        db.commit()
    return pending


def _refused(request: Request, error: Refusal, form: Bound[Any]) -> Response:
    """The sign-in page with the sentence, and with all that it held."""
    form.reject(error)
    form.errors = {"": str(error)}
    return page(request, form, 422)


def _without_cookie(request: Request, answer: Response) -> Response:
    secure = is_encrypted(request)
    answer.delete_cookie(_cookie(request), secure=secure, httponly=True, samesite="lax")
    return answer


def _cookie(request: Request) -> str:
    return f"{cookie_name(request)}-away"


def _voucher(request: Request) -> Voucher:
    """Raises NotFound where no other site is asked."""
    found: Voucher = request.app.state.voucher
    if not found.is_asked:
        raise NotFound("sign-in by another site", "")
    return found
