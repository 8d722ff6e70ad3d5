"""The app: the pages, the REST and what stands around them, on one open store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.staticfiles import StaticFiles

from backstride import __version__
from backstride.web.answers import Answers
from backstride.web.faults import add_faults
from backstride.web.front import Front
from backstride.web.guard import Guard
from backstride.web.jobs import Jobs
from backstride.web.lan import pair
from backstride.web.lan.pairing import PairingCode
from backstride.web.page import FOLDER
from backstride.web.readying import Readying
from backstride.web.uploads import Uploads
from backstride.workflows.at_hand import AtHand
from backstride.workflows.own_process import collect_seldom
from backstride.workflows.wiring import open_desk

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

PAGES: Final = (
    "today",
    "check_in",
    "diary",
    "diary_map",
    "diary_day",
    "diary_events",
    "offline",
    "jobs",
    "importing",
    "imports",
    "duplicates",
    "shoes",
    "runs",
    "run",
    "run_change",
    "answer",
    "safety",
    "safety_check",
    "safety_forms",
    "learn",
    "prevention",
    "plan",
    "settings",
)
"""Modules of `backstride.web.pages`; each holds a ``router``."""

EVERY: Final = 5000
"""Objects made between two looks for garbage: often enough that no page waits for a long one."""

REST: Final = "/api/v1"
PARTS: Final = (
    "activities",
    "diary",
    "screen",
    "answer",
    "imports",
    "uploads",
)
"""Modules of `backstride.web.api`; each holds a ``router``."""

NO_TELEMETRY: Final[TelemetryConfig] = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}


def create_app(
    home: Path | None = None,
    *,
    hosts: Iterable[str] = LOOPBACK,
    warm: bool = True,
    pairing: PairingCode | None = None,
) -> FastAPI:
    """Return the app, to be served by any ASGI server.

    Parameters
    ----------
    home : Path, optional
        Folder of the store; by default as `open_store` finds it.
    hosts : iterable of str
        Names under which it may be asked for, without a port.
    warm : bool
        Whether the process that works out answers starts at once.
    pairing : PairingCode, optional
        The code for phones, where the app is reached from the network too.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_desk(home) as desk:
            uploads = Uploads(desk.store.home.folder)
            at_hand = AtHand()
            readying = Readying(at_hand, desk)
            answers, jobs = Answers(desk.store.home.folder), Jobs(ended=readying.wake)
            front = Front(desk, answers, jobs, frozenset(hosts), at_hand=at_hand)
            app.state.front = front
            app.state.uploads = uploads
            if warm:
                front.answers.warm()
                readying.start()
                collect_seldom(EVERY)
            try:
                yield
            finally:
                readying.close()
                front.jobs.close()
                front.answers.close()
                uploads.close()

    app = FastAPI(
        title="Backstride",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{REST}/openapi.json",
        telemetry=NO_TELEMETRY,
    )
    for name in PAGES:
        app.include_router(
            import_module(f"backstride.web.pages.{name}").router, include_in_schema=False
        )
    for name in PARTS:
        app.include_router(import_module(f"backstride.web.api.{name}").router, prefix=REST)
    if pairing is not None:
        app.state.pairing = pairing
        app.include_router(pair.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    add_faults(app)
    known = frozenset(hosts)
    app.add_middleware(Guard, hosts=lambda: known)
    return app
