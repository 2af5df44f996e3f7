"""/sources/…/address, /debates/…/address: another slug, and the old addresses lead on."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.models import User
from app.accounts.policy import Act
from app.debates.queries import voices
from app.errors import Refusal
from app.history.forms import once
from app.history.queries import last_revision_id
from app.history.since import once_called
from app.proposals.acting import rename_as_editor
from app.proposals.commands import check_may
from app.web import urls
from app.web.deps import READ, Db
from app.web.edit_page import Thing, place_of, thing_at
from app.web.forms import Bound, FormModel, Line, Optional, Prose, posted
from app.web.permissions import Who
from app.web.render import see_other, unkept

router = APIRouter()


class AddressForm(FormModel):
    slug: Line
    reason: Prose
    seen: Optional = ""


@router.api_route("/sources/{key}/address", methods=READ, name="sources.address")
@router.api_route("/debates/{key}/address", methods=READ, name="debates.address")
def address(request: Request, db: Db, who: Who, key: str) -> Response:
    thing = thing_at(db, urls.kind_at(request.url.path), key)
    raw = {"slug": [thing.key], "seen": [last_revision_id(db, thing.id)]}
    return _page(request, db, who.user, thing, Bound[AddressForm](raw))


@router.post("/sources/{key}/address", name="sources.rename")
@router.post("/debates/{key}/address", name="debates.rename")
def rename(
    request: Request,
    db: Db,
    who: Who,
    key: str,
    form: Annotated[Bound[AddressForm], Depends(posted(AddressForm))],
) -> Response:
    thing = thing_at(db, urls.kind_at(request.url.path), key)
    value = form.value
    if value:
        try:
            with db.begin_nested():
                body = f"rename {thing.id} {value.model_dump_json()}".encode()
                place = once(
                    db,
                    key=hashlib.sha256(body).hexdigest(),
                    by_id=who.user.id,
                    body=body,
                    act=lambda: _renamed(db, who.user, thing, value),
                )
            return see_other(place)
        except Refusal as error:
            form.reject(error)
            form.raw["seen"] = [last_revision_id(db, thing.id)]
    return _page(request, db, who.user, thing, form, 422)


def _renamed(db: Session, by: User, thing: Thing, value: AddressForm) -> str:
    """Do it; the address that tells of it, by the id: that is as before."""
    done = rename_as_editor(
        db,
        by=by,
        kind=thing.kind,
        id=thing.id,
        seen=value.seen,
        slug=value.slug,
        why=value.reason,
    )
    return urls.told(urls.thing(thing.kind, thing.id), change_id=done.change_id)


def _page(
    request: Request,
    db: Session,
    user: User,
    thing: Thing,
    form: Bound[AddressForm],
    status: int = 200,
) -> Response:
    """About 9 queries."""
    check_may(db, user, Act.PUBLISH, thing.debate.id)
    context = {
        "thing": thing,
        "place": place_of(thing),
        "address": urls.thing(thing.kind, thing.key),
        "debate": thing.debate,
        "voices": voices(db, thing.debate.id),
        "before": once_called(db, thing.kind, thing.id),
        "form": form,
    }
    return unkept(request, "contribute/address.html", context, status)
