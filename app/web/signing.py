"""/sign-in and /sign-out: by name and password, and by a one-time link."""

import json
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts.commands import note_failure, sign_out
from app.accounts.commands import sign_in as begin_session
from app.accounts.links import link_by_token, use_up
from app.accounts.models import LinkKind, User
from app.accounts.queries import find_user, signed_by, user_by_id
from app.errors import Expired, Forbidden
from app.settings import Settings, SignUp
from app.vouching import Voucher
from app.web import doors
from app.web.cookies import drop_cookie, is_at_home, set_cookie, token_of
from app.web.deps import READ, SAFE, Db
from app.web.forms import Bound, FormModel, Line, Optional, Secret, fields_of, posted
from app.web.permissions import Who
from app.web.proving import Proof, forgive, prove
from app.web.render import see_other, unkept, wants_fragment

router = APIRouter()
PAGE = "accounts/sign_in.html"
SECRETS = frozenset({"password", "current", "token"})
WRONG = "This name and this password do not belong together."


class SignInForm(FormModel):
    name: Line
    password: Secret
    next: Optional = ""
    kept: str = ""


class LinkForm(FormModel):
    token: Line


class Tried(NamedTuple):
    form: Bound[SignInForm]
    proof: Proof


async def tried(
    request: Request, form: Annotated[Bound[SignInForm], Depends(posted(SignInForm))]
) -> Tried:
    if form.value is None:
        return Tried(form, Proof())
    return Tried(form, await prove(request, form.value.name, form.value.password))


@router.api_route("/sign-in", methods=READ, name="sessions.new")
def new(request: Request) -> Response:
    return page(request, Bound({"next": [request.query_params.get("next", "")]}))


@router.post("/sign-in", name="sessions.create")
def create(
    request: Request,
    later: BackgroundTasks,
    db: Db,
    tried: Annotated[Tried, Depends(tried)],
) -> Response:
    """A failure is written down after the answer, which would else take longer for a name that
    somebody has."""
    form, proof = tried
    if proof.wait:
        return too_often(request, PAGE, form, proof.wait, **_context(request, form))
    user = find_user(db, form.value.name) if form.value else None
    if form.value and user and proof.is_right and user.password_hash == proof.stored:
        forgive(request, db, user.name)
        try:
            return entered(request, db, user, kept=form.value.kept, onward=form.value.next)
        except Forbidden as error:
            form.reject(error)
    elif form.value:
        form.errors[""] = WRONG
        if user:
            later.add_task(_note_failure, request.app, user.id)
    return page(request, form, 422)


@router.api_route("/sign-in/link", methods=READ, name="sessions.link")
def link(request: Request, db: Db) -> Response:
    """Only a page with a button: a GET signs nobody in, whoever fetches addresses in advance."""
    token = request.query_params.get("token", "")
    try:
        link_by_token(db, LinkKind.SIGN_IN, token)
    except Expired as error:
        return spent(request, error)
    return unkept(request, "accounts/link.html", {"token": token})


@router.post("/sign-in/link", name="sessions.enter")
def enter(
    request: Request, db: Db, form: Annotated[Bound[LinkForm], Depends(posted(LinkForm))]
) -> Response:
    try:
        link = link_by_token(db, LinkKind.SIGN_IN, form.value.token if form.value else "")
        use_up(db, link=link)
        return signed_in(request, db, user_by_id(db, link.user_id or ""), see_other("/"))
    except Expired as error:
        return spent(request, error)


@router.post("/sign-out", name="sessions.end")
def end(request: Request, db: Db, who: Who) -> Response:
    sign_out(db, session=who.session)
    answer = see_other("/")
    drop_cookie(request, answer)
    return answer


async def ask(request: Request) -> Response:
    """Answer a request that needs somebody signed in: what a form sent is kept in the page, and
    can be sent again from there once they are. htmx is told by the status to make it a visit."""
    if request.method in SAFE and not wants_fragment(request):
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return see_other(doors.sign_in(path))
    fields = {} if request.method in SAFE else await fields_of(request)
    kept = {name: given for name, given in fields.items() if name not in SECRETS}
    raw = {"kept": [json.dumps({"action": request.url.path, "fields": kept})]} if kept else {}
    answer = await run_in_threadpool(page, request, Bound(raw), 401)
    answer.headers["WWW-Authenticate"] = "Cookie"
    return answer


def signed_in(request: Request, db: Session, user: User, answer: Response) -> Response:
    """The answer, with the cookie of a new session; one that the browser had before ends.

    Raises Forbidden if the account is suspended.
    """
    old = signed_by(db, token_of(request))
    agent = request.headers.get("user-agent", "")
    token = begin_session(db, user=user, agent=agent, at_home=is_at_home(request))
    if old:
        sign_out(db, session=old.session)
    set_cookie(request, answer, token)
    return answer


def spent(request: Request, error: Expired) -> Response:
    return unkept(request, "accounts/spent.html", {"message": str(error)}, 410)


def too_often(request: Request, page: str, form: Bound[Any], wait: int, **context: Any) -> Response:
    """The form as typed, and how long to wait: the same whatever account was tried."""
    minutes = -(-wait // 60)
    unit = "minute" if minutes == 1 else "minutes"
    form.errors[""] = f"Too many attempts. Try again in {minutes} {unit}."
    answer = unkept(request, page, {"form": form} | context, 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _note_failure(app: FastAPI, user_id: str) -> None:
    with Session(app.state.engines.write) as db:
        note_failure(db, user=user_by_id(db, user_id))
        db.commit()


def entered(request: Request, db: Session, user: User, *, kept: str, onward: str) -> Response:
    """Signed in, and on to where they were going, or to the form that waited for them."""
    waited = _kept(kept)
    if waited is None:
        return signed_in(request, db, user, see_other(doors.here_or_home(onward)))
    return signed_in(request, db, user, unkept(request, "accounts/resume.html", {"kept": waited}))


def page(request: Request, form: Bound[Any], status: int = 200) -> Response:
    """The sign-in page; of the form, `next` and `kept` may have been filled in elsewhere."""
    return unkept(request, PAGE, {"form": form} | _context(request, form), status)


def _context(request: Request, form: Bound[Any]) -> dict[str, Any]:
    settings: Settings = request.app.state.settings
    return {
        "kept": _kept(form.typed("kept")),
        "is_open": settings.sign_up == SignUp.OPEN,
        "elsewhere": elsewhere(request),
    }


def elsewhere(request: Request) -> str:
    """What another site is called that says who somebody is; "" where none does."""
    voucher: Voucher = request.app.state.voucher
    return voucher.name if voucher.is_asked else ""


def _kept(text: str) -> dict[str, Any] | None:
    """What a form sent before its sender was signed in, if that is what `text` holds."""
    try:
        kept = KeptForm.model_validate_json(text)
    except ValueError:
        return None
    return kept.model_dump() if doors.here_or_home(kept.action) == kept.action else None


class KeptForm(FormModel):
    action: str
    fields: dict[str, list[str]]
