"""Static files under addresses that change with their content, held in memory."""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

IMMUTABLE = "public, max-age=31536000, immutable"
STYLESHEET = "counterpoint.css"
SCRIPT = "counterpoint.js"
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
    """The folder static/, read once at start. The style sheets become one, and so do the
    modules, in the order that the ORDER file beside them gives: forty small requests cost a
    reader more than two. What one place of the site alone needs is in `places/<place>/` and
    becomes `<place>.css` and `<place>.js`: who only reads does not fetch it."""

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, Asset] = {}
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.parts[len(folder.parts)] not in ("css", "js"):
                self._add(file.relative_to(folder).as_posix(), file.read_bytes())
        self._add(STYLESHEET, self._stylesheet(_joined(folder / "css")))
        self._add(SCRIPT, self._script(_joined(folder / "js")))
        for place, css in _by_place(folder / "css").items():
            self._add(f"{place}.css", self._stylesheet(css))
        for place, js in _by_place(folder / "js").items():
            self._add(f"{place}.js", self._script(js))

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

    def _stylesheet(self, css: str) -> bytes:
        linked = re.sub(
            r'url\("\.\./([^"]+)"\)', lambda found: f'url("{self.address(found[1])}")', css
        )
        return re.sub(r"/\*.*?\*/|^\s+", "", linked, flags=re.DOTALL | re.MULTILINE).encode()

    def _script(self, js: str) -> bytes:
        """A place's module names the common one, from which it imports, as it lies beside it.
        Comments and the room before a line go; so no string may run over lines."""
        linked = re.sub(rf'from "\./{SCRIPT}"', lambda _: f'from "{self.address(SCRIPT)}"', js)
        return re.sub(r"^\s*//.*\n|^\s+", "", linked, flags=re.MULTILINE).encode()


def _joined(folder: Path) -> str:
    names = (folder / "ORDER").read_text("utf-8").split()
    return "\n".join((folder / name).read_text("utf-8") for name in names)


def _by_place(folder: Path) -> dict[str, str]:
    """What each place has for itself, its files joined by name."""
    return {
        place.name: "\n".join(file.read_text("utf-8") for file in sorted(place.iterdir()))
        for place in sorted((folder / "places").glob("*"))
    }


_BROTLI = re.compile(r"(?:^|,)\s*br\s*(?:;\s*q\s*=\s*(?!0\.?0*\s*(?:,|$))[\d.]+\s*)?(?:,|$)", re.I)


def takes_brotli(request: Request) -> bool:
    """Whether Brotli is among the encodings asked for, and not there to be refused (`br;q=0`)."""
    return _BROTLI.search(request.headers.get("accept-encoding", "")) is not None


async def icon(request: Request) -> Response:
    """Where browsers look for an icon unasked, as they do beside a text that is no HTML."""
    assets: Assets = request.app.state.assets
    return RedirectResponse(assets.address("icon.svg"), 302)


async def serve(request: Request) -> Response:
    """A static file: for a year if the address is right, 404 if not."""
    assets: Assets = request.app.state.assets
    asset = assets.find(request.path_params["digest"], request.path_params["name"])
    if asset is None:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
    if asset.compressible and takes_brotli(request):
        headers["Content-Encoding"] = "br"
        return Response(asset.packed, 200, headers, asset.media_type)
    return Response(asset.body, 200, headers, asset.media_type)
