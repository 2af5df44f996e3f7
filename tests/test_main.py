"""What the application is wired with."""

import inspect

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings


def test_the_thread_pool_is_bounded_by_the_setting(seeded):
    app = create_app(Settings(database_url=seeded, threads=3))
    seen: list[float] = []

    @app.get("/tokens")
    async def tokens() -> None:
        seen.append(anyio.to_thread.current_default_thread_limiter().total_tokens)

    with TestClient(app) as client:
        client.get("/tokens")
    assert seen == [3]


def test_all_middleware_is_pure_asgi(application: FastAPI):
    assert len(application.user_middleware) == 7
    for middleware in application.user_middleware:
        assert inspect.isclass(middleware.cls)
        assert not issubclass(middleware.cls, BaseHTTPMiddleware)


def test_another_build_makes_every_page_stale(seeded):
    path = "/debates/china-cyber-espionage"
    app = create_app(Settings(database_url=seeded))
    with TestClient(app) as client:
        etag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
        app.state.build = "another"
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200
