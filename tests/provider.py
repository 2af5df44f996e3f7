"""A site on this machine that says who somebody is, by OpenID Connect, and lies when told to."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import SecretStr

from app.settings import Settings

CLIENT, SECRET = "counterpoint", "a secret of two sites"
PERSON = {"sub": "person-1", "name": "Ada Lovelace", "preferred_username": "Ada.L"}


class Provider:
    """`with Provider() as there:`; then `there.issuer`. `person`: who is signed in there; `lie`
    changes what its signed answer says, `key` what it is signed with; `blanks` follow each
    answer."""

    def __init__(self) -> None:
        provider = self
        self.key = self.published = ECKey.generate_key("P-256", {"kid": "one"})
        self.person: dict[str, Any] = dict(PERSON)
        self.lie: dict[str, Any] = {}
        self.algorithm = "ES256"
        self.says_issuer: str | None = ""
        self.is_down = False
        self.blanks = 0
        self.codes: dict[str, dict[str, str]] = {}
        self.requests: list[str] = []

        class Conversation(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, {})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                fields = parse_qs(self.rfile.read(length).decode())
                provider.answer(self, {name: each[-1] for name, each in fields.items()})

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, asked: http.server.BaseHTTPRequestHandler, fields: dict[str, str]) -> None:
        path = urlsplit(asked.path).path
        self.requests.append(path)
        if self.is_down:
            return self._say(asked, 503, {})
        if path == "/.well-known/openid-configuration":
            return self._say(asked, 200, self.configuration())
        if path == "/keys":
            return self._say(asked, 200, {"keys": [self.published.as_dict(private=False)]})
        if path == "/token":
            return self._say(asked, *self._token(asked.headers["Authorization"] or "", fields))
        return self._say(asked, 404, {})

    def configuration(self) -> dict[str, Any]:
        ends = {"authorization": "authorize", "token": "token"}
        return {
            "issuer": self.issuer,
            **{f"{end}_endpoint": f"{self.issuer}/{path}" for end, path in ends.items()},
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": True,
        }

    def authorize(self, address: str) -> str:
        """What a browser does that is sent to `address`, where somebody is signed in already: the
        path at which it is back."""
        asked = {name: each[-1] for name, each in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?")
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert (asked["code_challenge_method"], asked["scope"]) == ("S256", "openid profile")
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        given = {"code": code, "state": asked["state"], "iss": self.says_issuer or self.issuer}
        if self.says_issuer is None:
            del given["iss"]
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(given)}"

    def _token(self, authorization: str, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        known = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(fields.get("code", ""), None)
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if authorization.removeprefix("Basic ") not in (known, plain):
            return 401, {"error": "invalid_client"}
        if asked is None or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": "x",
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": self._signed(asked["nonce"]),
        }

    def _signed(self, nonce: str) -> str:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce}
        said |= self.person | self.lie
        header = {"alg": self.algorithm, "kid": self.published.kid}
        if self.algorithm != "ES256":
            return self._forged(header, said)
        return jwt.encode(header, {k: v for k, v in said.items() if v is not None}, self.key)

    def _forged(self, header: dict[str, Any], said: dict[str, Any]) -> str:
        """Signed by nobody, or by whoever knows the public key, taken for a secret."""
        signed = b".".join(_encoded(json.dumps(part).encode()) for part in (header, said))
        public = self.published.as_pem(private=False)
        digest = hmac.digest(public, signed, hashlib.sha256)
        return b".".join([signed, _encoded(digest if self.algorithm == "HS256" else b"")]).decode()

    def _say(
        self, asked: http.server.BaseHTTPRequestHandler, status: int, said: dict[str, Any]
    ) -> None:
        body = json.dumps(said).encode() + b" " * self.blanks
        asked.send_response(status)
        asked.send_header("Content-Type", "application/json")
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)

    def __enter__(self) -> "Provider":
        threading.Thread(target=self._server.serve_forever, args=(0.01,)).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def settings_for(there: Provider, **given: Any) -> Settings:
    known: dict[str, Any] = {"oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    base = {"oidc_issuer": there.issuer, "oidc_name": "the university", "site": "http://testserver"}
    return Settings(**base | known | given)
