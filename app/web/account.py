"""/account: one's own name, password and sessions."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts.commands import describe, note_failure, set_password, sign_out_everywhere
from app.accounts.commands import sign_out as end_session
from app.accounts.identities import identity_of
from app.accounts.models import User
from app.accounts.policy import Act
from app.accounts.queries import Signed, sessions_of, signed_by
from app.changes.erasing import age_signed
from app.debates.editors import may_in
from app.debates.models import Debate
from app.debates.queries import debates
from app.errors import NotFound, SignInNeeded
from app.proposals.queries import proposals_by
from app.web import doors
from app.web.cookies import token_of
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, Optional, Secret, posted
from app.web.permissions import Who
from app.web.proving import Proof, hashed, prove
from app.web.render import see_other, unkept
from app.web.signing import elsewhere, signed_in, too_often

router = APIRouter()
PAGE = "accounts/account.html"
WRONG = "This is not your password."


class AccountForm(FormModel):
    display: Line
    email: Optional = ""


class PasswordForm(FormModel):
    current: str = ""
    password: Secret


class Change(NamedTuple):
    """The form, what came of the present password, the hash of the new one or ""."""

    form: Bound[PasswordForm]
    proof: Proof
    password_hash: str


async def change(
    request: Request, form: Annotated[Bound[PasswordForm], Depends(posted(PasswordForm))]
) -> Change:
    """Whoever has no password yet has none to give. Done before the transaction of the request
    begins, which on SQLite would keep all others from writing."""
    user = await run_in_threadpool(_asker, request)
    if form.value is None:
        return Change(form, Proof(), "")
    proof = Proof(0, is_right=True)
    if user.password_hash:
        proof = await prove(request, user.name, form.value.current)
    if not proof.is_right:
        return Change(form, proof, "")
    return Change(form, proof, await hashed(request, form, user.name, user.display, user.email))


@router.api_route("/account", methods=READ, name="account.show")
def show(request: Request, db: Db, who: Who) -> Response:
    return _page(request, db, who)


@router.post("/account", name="account.update")
def update(
    request: Request,
    db: Db,
    who: Who,
    form: Annotated[Bound[AccountForm], Depends(posted(AccountForm))],
) -> Response:
    if form.value:
        with form.refusals(db):
            describe(db, user=who.user, display=form.value.display, email=form.value.email)
            age_signed(db, user=who.user)
            return see_other(doors.account())
    return _page(request, db, who, form=form, status=422)


@router.post("/account/password", name="account.password")
def password(
    request: Request, changed: Annotated[Change, Depends(change)], db: Db, who: Who
) -> Response:
    """All sessions end, and this browser begins a new one."""
    form, proof, new = changed
    if proof.wait:
        context = _context(db, who, password_form=form) | {"elsewhere": elsewhere(request)}
        return too_often(request, PAGE, form, proof.wait, **context)
    if form.value and not proof.is_right:
        note_failure(db, user=who.user)
        form.errors["current"] = WRONG
    if not new:
        return _page(request, db, who, password_form=form, status=422)
    set_password(db, user=who.user, password_hash=new)
    return signed_in(request, db, who.user, see_other(doors.account()))


@router.post("/account/others", name="account.others.end")
def end_others(db: Db, who: Who) -> Response:
    sign_out_everywhere(db, user=who.user, but=who.session)
    return see_other(doors.account())


@router.post("/account/sessions/{id}/removal", name="account.sessions.end")
def end(db: Db, who: Who, id: str) -> Response:
    """One's own alone: that of another is as if it were not there."""
    session = next((each for each in sessions_of(db, who.user) if each.id == id), None)
    if session is None:
        raise NotFound("session", id)
    end_session(db, session=session)
    return see_other(doors.account())


def _asker(request: Request) -> User:
    with Session(request.app.state.engines.read, expire_on_commit=False) as db:
        signed = signed_by(db, token_of(request))
    if signed is None:
        raise SignInNeeded
    return signed.user


def _context(db: Session, who: Signed, **forms: object) -> dict[str, object]:
    given = {"form": Bound[AccountForm](), "password_form": Bound[PasswordForm]()} | forms
    mine = {"sessions": sessions_of(db, who.user), "proposals": proposals_by(db, who.user.id)}
    known = {"edited": _edited(db, who.user), "identity": identity_of(db, who.user)}
    return given | mine | known | {"who": who}


def _edited(db: Session, user: User) -> list[Debate]:
    """The debates whose proposals somebody decides on. 1 query, and 1 a debate of few."""
    return [each for each in debates(db) if may_in(db, user, Act.PUBLISH, each.id)]


def _page(
    request: Request, db: Session, who: Signed, status: int = 200, **forms: object
) -> Response:
    context = _context(db, who, **forms) | {"elsewhere": elsewhere(request)}
    return unkept(request, PAGE, context, status)
