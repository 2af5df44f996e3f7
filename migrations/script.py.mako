"""${message}

Revision: ${up_revision}
After: ${down_revision}
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision, down_revision, branch_labels, depends_on = ${repr(up_revision)}, ${repr(down_revision)}, None, None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
