"""Who may do what: one table. Pure."""

import enum

from app.accounts.models import Role


class Act(enum.StrEnum):
    """What can be done here, as a person would say it."""

    READ = "read"
    ENTER = "sign in, sign up, or use a link"
    FLAG = "say what is wrong"
    KEEP_ACCOUNT = "see and change one’s own account"
    PROPOSE = "propose a change"
    PUBLISH = "publish a change"
    ADMINISTER = "invite, suspend and appoint"


_R, _C, _E, _A = Role.READER, Role.CONTRIBUTOR, Role.EDITOR, Role.ADMIN
ALLOWED: dict[Act, frozenset[Role | None]] = {
    Act.READ: frozenset({None, _R, _C, _E, _A}),
    Act.ENTER: frozenset({None, _R, _C, _E, _A}),
    Act.FLAG: frozenset({None, _R, _C, _E, _A}),
    Act.KEEP_ACCOUNT: frozenset({_R, _C, _E, _A}),
    Act.PROPOSE: frozenset({_C, _E, _A}),
    Act.PUBLISH: frozenset({_E, _A}),
    Act.ADMINISTER: frozenset({_A}),
}
"""None is nobody: a visitor who has not signed in, whose account is suspended, or whose session
has ended."""


def may(role: Role | None, act: Act, *, edits_here: bool = False) -> bool:
    """Whether somebody with this role may do this; `edits_here`: in a debate of which they are
    an editor, whatever their role in others."""
    if edits_here and role is not None and act in (Act.PROPOSE, Act.PUBLISH):
        return True
    return role in ALLOWED[act]


DAY = 24 * 3600
ABSOLUTE_SECONDS = 30 * DAY
"""How long a session lasts at most."""


def idle_seconds(role: Role, *, at_home: bool) -> int:
    """How long a session lasts without a sign of life: two weeks, but half an hour for those who
    can change what others read. `at_home`: the browser is on the machine that serves, whose own
    lock is the better guard."""
    return 30 * 60 if may(role, Act.PUBLISH) and not at_home else 14 * DAY
