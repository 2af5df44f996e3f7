"""Static files under addresses that change with their content, held in memory."""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.responses import Response

IMMUTABLE = "public, max-age=31536000, immutable"
STYLESHEET = "counterpoint.css"
_COMPRESSIBLE = {".css", ".js", ".svg", ".txt", ".md"}


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    body: bytes
    media_type: str
    digest: str
    compressible: bool

    @cached_property
    def packed(self) -> bytes:
        """The body compressed with Brotli, once."""
        return bytes(brotli.compress(self.body, quality=11))


class Assets:
    """The folder static/, read once at start. The style sheets become one, in the order that
    css/ORDER gives, since thirty small requests cost a reader more than one."""

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, Asset] = {}
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".css" and file.name != "ORDER":
                self._add(file.relative_to(folder).as_posix(), file.read_bytes())
        self._link_modules()
        self._add(STYLESHEET, self._stylesheet(folder / "css"))

    def address(self, name: str) -> str:
        """The path of a static file. Raises KeyError for a file that is not there."""
        return f"/static/{self._by_name[name].digest}/{name}"

    def digest(self) -> str:
        """Changes when any file does."""
        every = "".join(asset.digest for asset in self._by_name.values())
        return hashlib.sha256(every.encode()).hexdigest()

    def find(self, digest: str, name: str) -> Asset | None:
        asset = self._by_name.get(name)
        return asset if asset and asset.digest == digest else None

    def _add(self, name: str, body: bytes) -> None:
        suffix = Path(name).suffix
        media_type = {".js": "text/javascript", ".woff2": "font/woff2", ".md": "text/plain"}.get(
            suffix, mimetypes.guess_type(name)[0] or "application/octet-stream"
        )
        digest = hashlib.sha256(body).hexdigest()[:12]
        self._by_name[name] = Asset(body, media_type, digest, suffix in _COMPRESSIBLE)

    def _stylesheet(self, folder: Path) -> bytes:
        names = (folder / "ORDER").read_text("utf-8").split()
        parts = [(folder / name).read_text("utf-8") for name in names]
        linked = re.sub(
            r'url\("\.\./([^"]+)"\)',
            lambda found: f'url("{self.address(found[1])}")',
            "\n".join(parts),
        )
        return re.sub(r"/\*.*?\*/|^\s+", "", linked, flags=re.DOTALL | re.MULTILINE).encode()

    def _link_modules(self) -> None:
        """Give the modules that main.js imports their hashed addresses."""
        main = self._by_name.get("js/main.js")
        if main is None:
            return
        linked = re.sub(
            r'"\./([\w-]+\.js)"',
            lambda found: f'"{self.address(f"js/{found[1]}")}"',
            main.body.decode(),
        )
        self._add("js/main.js", linked.encode())


async def serve(request: Request) -> Response:
    """A static file: for a year if the address is right, 404 if not."""
    assets: Assets = request.app.state.assets
    asset = assets.find(request.path_params["digest"], request.path_params["name"])
    if asset is None:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
    if asset.compressible and "br" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "br"
        return Response(asset.packed, 200, headers, asset.media_type)
    return Response(asset.body, 200, headers, asset.media_type)
