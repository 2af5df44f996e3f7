"""/sign-up and /join: making an account, if this installation lets anybody, or by invitation."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from app.accounts import attempts
from app.accounts.commands import add_user, check_unlike
from app.accounts.links import link_by_token, use_up
from app.accounts.models import LinkKind, Role
from app.errors import Expired
from app.settings import SignUp
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, Optional, Secret, posted
from app.web.proving import address_of, admitted, forgive, hashed
from app.web.render import see_other, unkept
from app.web.signing import elsewhere, signed_in, spent, too_often

router = APIRouter()
SIGN_UP, JOIN = "accounts/sign_up.html", "accounts/join.html"


class JoinForm(FormModel):
    name: Line
    display: Optional = ""
    email: Optional = ""
    password: Secret
    token: Optional = ""


class Joining(NamedTuple):
    """The form, the hash of its password ("" if it will not do), the seconds to wait."""

    form: Bound[JoinForm]
    password_hash: str
    wait: int


async def joining(
    request: Request, form: Annotated[Bound[JoinForm], Depends(posted(JoinForm))]
) -> Joining:
    wait = await run_in_threadpool(admitted, request, f"join {form.typed('name')}")
    if wait or form.value is None:
        return Joining(form, "", wait)
    close = (form.value.name, form.value.display, form.value.email)
    return Joining(form, await hashed(request, form, *close), 0)


Joined = Annotated[Joining, Depends(joining)]


@router.api_route("/sign-up", methods=READ, name="users.new")
def new(request: Request) -> Response:
    if request.app.state.settings.sign_up != SignUp.OPEN:
        return _closed(request)
    return unkept(request, SIGN_UP, {"form": Bound[JoinForm](), "elsewhere": elsewhere(request)})


@router.post("/sign-up", name="users.create")
def create(request: Request, db: Db, joined: Joined) -> Response:
    if request.app.state.settings.sign_up != SignUp.OPEN:
        return _closed(request)
    return _join(request, db, joined, SIGN_UP, Role.CONTRIBUTOR)


@router.api_route("/join", methods=READ, name="invitations.show")
def invited(request: Request, db: Db) -> Response:
    token = request.query_params.get("token", "")
    if request.app.state.settings.sign_up == SignUp.CLOSED:
        return _closed(request)
    try:
        link = link_by_token(db, LinkKind.INVITATION, token)
    except Expired as error:
        return spent(request, error)
    form = Bound[JoinForm]({"token": [token]})
    context = {"form": form, "role": link.role, "elsewhere": elsewhere(request)}
    return unkept(request, JOIN, context)


@router.post("/join", name="invitations.accept")
def accept(request: Request, db: Db, joined: Joined) -> Response:
    if request.app.state.settings.sign_up == SignUp.CLOSED:
        return _closed(request)
    try:
        link = link_by_token(db, LinkKind.INVITATION, joined.form.typed("token"))
        role = link.role or Role.READER
        answer = _join(request, db, joined, JOIN, role)
        if answer.status_code == 303:
            use_up(db, link=link)
    except Expired as error:
        db.rollback()
        return spent(request, error)
    return answer


def _join(request: Request, db: Db, joined: Joining, page: str, role: Role) -> Response:
    form = joined.form
    context = {"form": form, "role": role, "elsewhere": elsewhere(request)}
    if joined.wait:
        return too_often(request, page, form, joined.wait, **context)
    if form.value and joined.password_hash:
        given = form.value.model_dump(include={"name", "display", "email"})
        with form.refusals(db):
            if page == SIGN_UP:
                attempts.count(db, attempts.joining(address_of(request)))
            check_unlike(db, display=form.value.display or form.value.name)
            user = add_user(db, **given, role=role, password_hash=joined.password_hash)
            forgive(request, db, f"join {user.name}")
            return signed_in(request, db, user, see_other("/account"))
    return unkept(request, page, context, 422)


def _closed(request: Request) -> Response:
    by_invitation = request.app.state.settings.sign_up == SignUp.INVITATION
    return unkept(request, "accounts/closed.html", {"by_invitation": by_invitation}, 403)
