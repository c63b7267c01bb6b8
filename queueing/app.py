"""create_app: one server from its settings; each surface is attached by its name."""

from __future__ import annotations

import secrets
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from flask import Response, g, request, session, url_for
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.info import Info
from flask_openapi.models.security_scheme import SecurityScheme
from flask_openapi.openapi import OpenAPI
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from queueing.actor import ActorKind
from queueing.alerts.catalog_changes import log_catalog_changes
from queueing.clock import Clock
from queueing.db import Database
from queueing.identity import authentication, authorization, principal
from queueing.identity.authorization import ANYONE, allow
from queueing.realtime.broadcaster import Broadcaster
from queueing.realtime.scheduler import Scheduler
from queueing.realtime.socket import Live
from queueing.refusals import InvalidRequest
from queueing.runtime import Runtime
from queueing.schemas import Problem
from queueing.settings import Settings
from queueing.waits.forecaster import RollForecaster
from queueing.web import health, landing, offline, plain_text, problems, refusal_log, sign_in
from queueing.web.openapi import with_values
from queueing.web.rate_limits import limiter
from queueing.web.request import API
from queueing.web.sessions import SessionCookies
from services_catalog.catalog import Catalog
from services_catalog.loader import load
from services_catalog.search import Index

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UNGUARDED = frozenset({"static"})
LARGEST_BODY = 64 * 1024
VERSION = "1"


class Worker(Protocol):
    """Background work of a server process."""

    def start(self) -> None:
        """Begin, in a thread of its own."""
        ...

    def stop(self) -> None:
        """End, and wait."""
        ...


class App(OpenAPI):
    """The Flask application, with its runtime, its live side and its background workers."""

    runtime: Runtime
    live: Live
    csrf: CSRFProtect
    workers: list[Worker]

    def register_api(self, api: APIBlueprint, **options: Any) -> None:
        """Attach views; a path that several surfaces have keeps the description of each one's methods."""
        known = dict(self.paths)
        super().register_api(api, **options)
        for path in known.keys() & self.paths.keys():
            other = {method: getattr(known[path], method) for method in known[path].model_fields_set}
            self.paths[path] = self.paths[path].model_copy(update=other)

    def move_in(self, runtime: Runtime) -> None:
        """Serve on this data from now on, with this catalog and clock."""
        self.runtime = self.extensions["runtime"] = runtime
        self.live.move_in(runtime)

    def generate_spec_json(self) -> None:
        """Describe the API, once, with the values that only this installation's catalog knows."""
        super().generate_spec_json()  # type: ignore[no-untyped-call]  # the library types none of it
        self.spec_json = with_values(self.spec_json, {"languages": sorted(self.runtime.catalog.languages)})

    def start_workers(self) -> None:
        """Start the background work: sending views, printing, and what else the surfaces added.

        First the log says for whom the catalog has changed since the last run.
        """
        with self.runtime.database.read() as reading:
            log_catalog_changes(reading, self.runtime.catalog, self.runtime.now())
        for worker in self.workers:
            worker.start()

    def stop_workers(self) -> None:
        """End the background work, in reverse."""
        for worker in reversed(self.workers):
            worker.stop()


def create_app(settings: Settings | None = None, clock: Clock | None = None, catalog: Catalog | None = None) -> App:
    """Make a server. The database must have been migrated; background work waits for `start_workers`.

    `catalog` is another than the one that the settings name.
    """
    settings = settings or Settings()
    app = App(
        "queueing",
        info=Info(title="Now Serving", version=VERSION),
        security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")},
        validation_error_callback=problems.answer_invalid,
        validation_error_model=Problem,
        doc_ui=False,
        template_folder="templates",
        static_folder="static",
    )
    app.openapi_version = "3.1.0"
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SESSION_COOKIE_NAME="now_serving",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SEND_FILE_MAX_AGE_DEFAULT=300,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
    )
    runtime = runtime_of(settings, clock or Clock(settings.at, settings.pace), catalog)
    app.session_interface = SessionCookies()
    app.csrf = CSRFProtect(app)
    limiter.init_app(app)
    app.live = Live(app, runtime)
    if settings.trusted_proxies:
        # Around the live side too: it counts connections by the address that the proxy tells.
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.move_in(runtime)
    broadcaster = Broadcaster(runtime.database, app.live.send)
    scheduler = Scheduler(runtime, announce=broadcaster.announce, drop_revoked=app.live.drop_revoked)
    app.workers = [broadcaster, scheduler]
    _guard(app)
    problems.attach(app)
    refusal_log.attach(app)
    app.register_blueprint(health.health)
    app.register_blueprint(landing.home)
    app.register_blueprint(offline.gone)
    sign_in.attach(app)
    for surface in settings.surfaces:
        import_module(f"{surface}.views").attach(app)
    app.add_url_rule(f"{API}/openapi.json", "openapi_json", allow(ANYONE)(lambda: app.api_doc))
    return app


def runtime_of(settings: Settings, clock: Clock, other: Catalog | None = None) -> Runtime:
    """Return a runtime from settings and clock. `other` is another catalog than the settings name."""
    catalog, index = (other, Index(other)) if other else _offered(settings.catalog)
    return Runtime(
        settings=settings,
        database=Database(settings.database),
        catalog=catalog,
        index=index,
        clock=clock,
        forecaster=RollForecaster(catalog),
    )


@cache
def _offered(folder: Path | None) -> tuple[Catalog, Index]:
    # Frozen, so every server of a process may share them.
    catalog = load(folder)
    return catalog, Index(catalog)


def _guard(app: App) -> None:
    @app.before_request
    def let_in() -> None:
        """Find the principal; refuse one without the right, before the view or the body is read."""
        g.nonce = secrets.token_urlsafe(16)
        g.who = principal.VISITOR
        if request.endpoint is None or request.endpoint.rpartition(".")[2] in UNGUARDED:
            return
        plain_text.check_address(request)
        bearer = request.authorization.token if request.authorization else None
        with app.runtime.database.read() as reading:
            if bearer:
                g.who = authentication.by_token(reading, bearer, app.runtime.real_now())
            else:
                g.who = authentication.by_session(reading, session, app.runtime.now())
        view = app.view_functions[request.endpoint]
        authorization.check_role(g.who, view)
        if request.method not in SAFE_METHODS:
            _check_body()
            plain_text.check_body(request)
            has_session = g.who != principal.VISITOR or request.form
            if not bearer and has_session and not authorization.is_csrf_exempt(view):
                app.csrf.protect()

    @app.after_request
    def harden(response: Response) -> Response:
        """Set the headers that forbid foreign sources, framing, sniffing and referrers, and copies of staff pages."""
        nonce = g.get("nonce", "")
        response.headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        )
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.path.startswith(API) or request.blueprint == sign_in.pages.name or _is_staff():
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    @app.context_processor
    def everywhere() -> dict[str, object]:
        """Return the variables of every template."""
        now = app.runtime.now()
        return {
            "nonce": g.get("nonce", ""),
            "who": g.get("who", principal.VISITOR),
            "simulated": app.runtime.clock.simulated,
            "now": now,
            "asset": lambda path: url_for("static", filename=path),
        }


def _is_staff() -> bool:
    who: principal.Principal = g.get("who", principal.VISITOR)
    return who.by.kind == ActorKind.STAFF


def _check_body() -> None:
    if not request.content_length or not request.path.startswith(API):
        return
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets in brackets without end
        sent = None
    if sent is None:
        raise InvalidRequest("Send JSON, with Content-Type: application/json.")
