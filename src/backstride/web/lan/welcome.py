"""The plain page, without TLS: how a phone comes to trust this computer. It holds nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from backstride.text.catalogue import Catalogue, load_catalogue
from backstride.text.language import language_of
from backstride.web.guard import Guard
from backstride.web.lan.profile import as_apple_profile, as_der, fingerprint
from backstride.web.page import FOLDER, templates
from backstride.web.speech import accepted


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the page tells.

    Parameters
    ----------
    authority : bytes
        Certificate of the authority, PEM.
    address : str
        Where the pages are, over TLS.
    hosts : frozenset of str
        Names under which this page may be asked for.
    """

    authority: bytes
    address: str
    hosts: frozenset[str]


def welcome_app(told: Welcome) -> Starlette:
    """Return the app of the plain page.

    Parameters
    ----------
    told : Welcome
        What it tells.
    """

    def page(request: Request) -> Response:
        words = _words(request)
        text = templates().get_template("welcome.html")
        return HTMLResponse(
            text.render(
                say=words.say,
                language=words.language,
                address=told.address,
                fingerprint=fingerprint(told.authority),
            )
        )

    def apple(request: Request) -> Response:
        say = _words(request).say
        content = as_apple_profile(
            told.authority,
            title=say("web.welcome.profile"),
            description=say("web.welcome.profile_text"),
        )
        return _download(content, "application/x-apple-aspen-config", "backstride.mobileconfig")

    def certificate(_: Request) -> Response:
        return _download(as_der(told.authority), "application/x-x509-ca-cert", "backstride.crt")

    def absent(_: Request, __: Exception) -> Response:
        return PlainTextResponse("Not here.\n", status_code=404)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/backstride.mobileconfig", apple),
            Route("/backstride.crt", certificate),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=[Middleware(Guard, hosts=lambda: told.hosts)],
        exception_handlers={404: absent},
    )


def _words(request: Request) -> Catalogue:
    return load_catalogue(language_of(accepted(request.headers.get("accept-language", ""))))


def _download(content: bytes, media_type: str, name: str) -> Response:
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=disposition)
