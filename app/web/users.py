"""/users: everybody with an account, for admins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.models import Role
from app.accounts.queries import every_user, user_by_id
from app.debates.editors import appoint, dismiss, slugs_edited
from app.debates.queries import debate_by_slug, debates
from app.errors import Refusal
from app.logbook.office import (
    change_role,
    issue_invitation,
    issue_reset,
    readmit_account,
    suspend_account,
)
from app.web import doors
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, posted
from app.web.permissions import Who, permitted
from app.web.render import see_other, unkept

router = APIRouter(dependencies=[Depends(permitted)])


class RoleForm(FormModel):
    role: Role


class DebateForm(FormModel):
    debate: Line


@router.api_route("/users", methods=READ, name="users.index")
def index(request: Request, db: Db) -> Response:
    return _index(request, db, Bound())


@router.post("/users/invitations", name="users.invite")
def invitation(
    request: Request,
    db: Db,
    who: Who,
    form: Annotated[Bound[RoleForm], Depends(posted(RoleForm))],
) -> Response:
    """The link is shown in this answer and never again: it is stored nowhere."""
    if form.value is None:
        return _index(request, db, form, 422)
    path = doors.invitation(issue_invitation(db, by=who.user, role=form.value.role))
    return _new_link(request, path, "invitation", form.value.role)


@router.api_route("/users/{id}", methods=READ, name="users.show")
def show(request: Request, db: Db, id: str) -> Response:
    return _show(request, db, id, Bound())


@router.post("/users/{id}/role", name="users.role")
def role(
    request: Request,
    db: Db,
    who: Who,
    id: str,
    form: Annotated[Bound[RoleForm], Depends(posted(RoleForm))],
) -> Response:
    user = user_by_id(db, id)
    if form.value:
        try:
            change_role(db, by=who.user, user=user, role=form.value.role)
            return see_other(doors.user(user))
        except Refusal as error:
            form.reject(error)
    return _show(request, db, id, form, 422)


@router.post("/users/{id}/suspension", name="users.suspend")
def suspend(request: Request, db: Db, who: Who, id: str) -> Response:
    form, user = Bound[RoleForm](), user_by_id(db, id)
    try:
        suspend_account(db, by=who.user, user=user)
        return see_other(doors.user(user))
    except Refusal as error:
        form.reject(error)
    return _show(request, db, id, form, 422)


@router.post("/users/{id}/suspension/removal", name="users.readmit")
def readmit(db: Db, who: Who, id: str) -> Response:
    user = user_by_id(db, id)
    readmit_account(db, by=who.user, user=user)
    return see_other(doors.user(user))


@router.post("/users/{id}/reset", name="users.reset")
def reset(request: Request, db: Db, who: Who, id: str) -> Response:
    """The link is shown in this answer and never again: it is stored nowhere."""
    user = user_by_id(db, id)
    path = doors.reset(issue_reset(db, by=who.user, user=user))
    return _new_link(request, path, "reset", user)


@router.post("/users/{id}/debates", name="users.appoint")
def appointment(
    request: Request,
    db: Db,
    who: Who,
    id: str,
    form: Annotated[Bound[DebateForm], Depends(posted(DebateForm))],
) -> Response:
    user = user_by_id(db, id)
    if form.value:
        try:
            debate = debate_by_slug(db, form.value.debate)
            appoint(db, by=who.user, user=user, debate=debate)
            return see_other(doors.user(user))
        except Refusal as error:
            form.reject(error)
    return _show(request, db, id, form, 422)


@router.post("/users/{id}/debates/{slug}/removal", name="users.dismiss")
def dismissal(db: Db, who: Who, id: str, slug: str) -> Response:
    user = user_by_id(db, id)
    dismiss(db, by=who.user, user=user, debate=debate_by_slug(db, slug))
    return see_other(doors.user(user))


def _index(request: Request, db: Session, form: Bound[RoleForm], status: int = 200) -> Response:
    context = {
        "users": every_user(db),
        "edited": slugs_edited(db),
        "form": form,
        "roles": list(Role),
        "sign_up": request.app.state.settings.sign_up,
    }
    return unkept(request, "accounts/users.html", context, status)


def _show(
    request: Request,
    db: Session,
    id: str,
    form: Bound[RoleForm] | Bound[DebateForm],
    status: int = 200,
) -> Response:
    user = user_by_id(db, id)
    edited = slugs_edited(db).get(user.id, [])
    every = debates(db)
    context = {
        "user": user,
        "edited": [debate for debate in every if debate.slug in edited],
        "others": [debate for debate in every if debate.slug not in edited],
        "form": form,
        "roles": list(Role),
    }
    return unkept(request, "accounts/user.html", context, status)


def _new_link(request: Request, path: str, kind: str, whom: object) -> Response:
    link = str(request.base_url).rstrip("/") + path
    return unkept(request, "accounts/new_link.html", {"link": link, "kind": kind, "whom": whom})
