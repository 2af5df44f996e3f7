"""Another site that says who somebody is: OpenID Connect, where the installation names one.

Authorization Code with PKCE, state and nonce. All three are made of the one secret that the
browser keeps in a cookie, so none is stored here. Nothing is imported or asked before it is used.

Source: OpenID Connect Core 1.0, 3.1; RFC 7636; RFC 9207; RFC 9700.
"""

import base64
import hashlib
import hmac
import ipaddress
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from app.errors import Unusable, Unvouched
from app.settings import Settings

PATIENCE_SECONDS = 10
LONGEST_BYTES = 200_000
"""Of an answer; a list of keys has a tenth of it. Neither longer nor slower ones are waited for."""
KNOWN_SECONDS = 3600
"""How long what the other site says of itself is believed without asking again."""
CLOCKS_DIFFER_SECONDS = 60
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Never “none”, and none whose key is a secret that two know."""
BACK = "/sign-in/elsewhere/back"


class Vouched(NamedTuple):
    """Who somebody is there: `subject` is never another's. The rest are words, and may be ""."""

    issuer: str
    subject: str
    display: str
    handle: str


def derived(secret: str, what: str) -> str:
    """The state, the nonce or the verifier that goes with a browser's secret: 43 characters, from
    which neither the secret nor another of them can be told."""
    digest = hmac.digest(secret.encode(), what.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Voucher:
    """The other site. Speaks to it in two threads of its own, so that a slow one stops nobody."""

    def __init__(self, settings: Settings) -> None:
        """Raises Unusable for settings that cannot work."""
        self.issuer, self.name = settings.oidc_issuer, settings.oidc_name
        self._client = settings.oidc_client_id, settings.oidc_client_secret.get_secret_value()
        self._back = settings.site.rstrip("/") + BACK
        self._trusted = ssl.create_default_context() if self.issuer else None
        self._known: tuple[float, dict[str, Any]] = (0.0, {})
        self.pool = ThreadPoolExecutor(2, thread_name_prefix="vouching")
        if self.issuer:
            self._check()

    @property
    def is_asked(self) -> bool:
        return bool(self.issuer)

    def _check(self) -> None:
        if not is_safe(self.issuer):
            raise Unusable("COUNTERPOINT_OIDC_ISSUER must be an address that begins with https://.")
        if not all(self._client):
            raise Unusable(
                "COUNTERPOINT_OIDC_ISSUER needs COUNTERPOINT_OIDC_CLIENT_ID and "
                "COUNTERPOINT_OIDC_CLIENT_SECRET beside it."
            )
        if find_spec("authlib") is None:
            raise Unusable(
                "COUNTERPOINT_OIDC_ISSUER needs more: start once with COUNTERPOINT_WITH=oidc."
            )

    def address(self, secret: str) -> str:
        """Where to send a browser. Asks the other site once an hour. Raises Unvouched."""
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._said(session)["authorization_endpoint"],
                state=derived(secret, "state"),
                nonce=derived(secret, "nonce"),
                code_verifier=derived(secret, "verifier"),
            )
        return str(url)

    def vouched(self, secret: str, code: str, issuer: str | None) -> Vouched:
        """Whom a browser that came back is. `issuer`: who sent it back, by its own account.
        2 or 3 requests. Raises Unvouched for anything but an answer that is true, ours, and fresh.
        """
        with self._session() as session:
            said = self._said(session)
            wants_issuer = said.get("authorization_response_iss_parameter_supported")
            if issuer != self.issuer and (wants_issuer or issuer is not None):
                raise Unvouched("The answer came from another site than the one that was asked.")
            verifier = derived(secret, "verifier")
            given = _asked(
                session.fetch_token, said["token_endpoint"], code=code, code_verifier=verifier
            )
            return self._read(session, given, derived(secret, "nonce"))

    def _read(self, session: Any, given: dict[str, Any], nonce: str) -> Vouched:
        """What the signed answer says, once all of it holds."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            keys = self._keys(session)
            token = jwt.decode(str(given.get("id_token", "")), keys, algorithms=list(SIGNED))
            options = {"iss": {"essential": True, "value": self.issuer}}
            options["aud"] = {"essential": True, "value": self._client[0]}
            params = {"nonce": nonce, "client_id": self._client[0]}
            params |= {"access_token": str(given.get("access_token") or "")}
            said = CodeIDToken(token.claims, token.header, options, params)
            said.validate(leeway=CLOCKS_DIFFER_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            self._known = (0.0, {})  # its keys may be others by now: the next try asks anew
            raise Unvouched("The answer of the other site cannot be believed.") from error
        subject = said["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise Unvouched("The answer of the other site names nobody.")
        words = [said.get(name) for name in ("name", "preferred_username")]
        return Vouched(self.issuer, subject, *(str(each or "")[:80] for each in words))

    def _said(self, session: Any) -> dict[str, Any]:
        """What the other site says of itself: where to ask what, and its keys."""
        asked, said = self._known
        if said and time.monotonic() - asked < KNOWN_SECONDS:
            return said
        where = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        said = _got(session, where)
        ends = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if said.get("issuer") != self.issuer or not all(is_safe(end) for end in ends):
            raise Unvouched(f"“{self.name}” is not set up as this site expects. Tell an admin.")
        self._known = time.monotonic(), said
        return said

    def _keys(self, session: Any) -> Any:
        from joserfc.jwk import KeySet

        said = self._said(session)
        if "keys" not in said:
            said["keys"] = _got(session, said["jwks_uri"])
        return KeySet.import_key_set(said["keys"])

    def _session(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            *self._client,
            scope="openid profile",
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=PATIENCE_SECONDS,
            verify=self._trusted,
            follow_redirects=False,
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_bound]},
        )

    def close(self) -> None:
        self.pool.shutdown()


def _bound(answer: Any) -> None:
    """Let the reading of an answer fail, as if the line were cut, once it is too long or too slow:
    the client's own patience begins anew with each piece of it."""
    from httpx2 import ReadError, SyncByteStream

    whole, until = answer.stream, time.monotonic() + PATIENCE_SECONDS

    class Bounded(SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            read = 0
            for part in whole:
                read += len(part)
                if read > LONGEST_BYTES or time.monotonic() > until:
                    raise ReadError("The answer is too long, or too slow.")
                yield part

        def close(self) -> None:
            whole.close()

    answer.stream = Bounded()


def _got(session: Any, address: str) -> dict[str, Any]:
    answer = _asked(session.request, "GET", address, withhold_token=True)
    try:
        found = answer.json() if answer.status_code == 200 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unvouched("The other site does not answer as it should. Try again in a moment.")
    return found


def _asked(ask: Any, *given: Any, **named: Any) -> Any:
    """What the other site answers. Raises Unvouched."""
    from authlib.common.errors import AuthlibBaseError
    from httpx2 import HTTPError

    try:
        return ask(*given, **named)
    except HTTPError as error:
        raise Unvouched("The other site does not answer. Try again in a moment.") from error
    except (AuthlibBaseError, ValueError) as error:
        raise Unvouched("The other site did not confirm who you are. Try again.") from error


def is_safe(address: object) -> bool:
    """Whether what is sent there is encrypted, or stays on this machine."""
    parts = urlsplit(address if isinstance(address, str) else "")
    host = parts.hostname or ""
    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and near))
