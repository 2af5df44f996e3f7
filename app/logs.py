"""How events are logged: one line each, to standard error, with the id of the request."""

import sys
from typing import Any

import structlog
from asgi_correlation_id import correlation_id


def configure(*, as_json: bool) -> None:
    """Set up structlog: JSON for machines, else plain words. Safe to call again."""
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not as_json:
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_request,
            *([structlog.processors.format_exc_info] if as_json else []),
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _with_request(_logger: Any, _method: str, event: Any) -> Any:
    if request := correlation_id.get():
        event["request"] = request
    return event
