"""Imports every table once, so that the metadata is complete."""

from app.accounts import models as accounts
from app.arguments import models as arguments
from app.claims import models as claims
from app.db import Model
from app.debates import models as debates
from app.history import models as history
from app.logbook import models as logbook
from app.passages import models as passages
from app.proposals import models as proposals
from app.search import models as search
from app.sources import models as sources

METADATA = Model.metadata
NOUNS = (sources, passages, claims, arguments, debates)
MODULES = (accounts, history, logbook, *NOUNS, search, proposals)
