"""Web push over HTTP: a visitor's phone subscribes to messages about its ticket, and unsubscribes."""

from __future__ import annotations

from flask import Response
from pydantic import BaseModel, Field

from kiosk.push.client import check_endpoint
from kiosk.push.encryption import check_keys
from queueing.i18n import SOURCE_LANGUAGE, languages
from queueing.identity.authorization import ANYONE, allow
from queueing.operations.transition import find
from queueing.phones import subscriptions
from queueing.phones.subscriptions import LONGEST_ADDRESS, Phone
from queueing.refusals import InvalidRequest, NotOffered
from queueing.web.rate_limits import limiter, request_path
from queueing.web.request import Body, TicketPath, answers, api, runtime

SUBSCRIPTION_LIMIT = "20 per minute"
"""For one ticket; a phone subscribes once, and again when its page is opened."""
KEY = r"^[A-Za-z0-9_\-]+={0,2}$"

push_api = api("push_api", __name__)


class Keys(BaseModel):
    """The browser's two keys, in URL-safe base64."""

    p256dh: str = Field(max_length=96, pattern=KEY)
    auth: str = Field(max_length=32, pattern=KEY)


class EndpointBody(Body):
    """A phone, by its address at its push service."""

    endpoint: str = Field(max_length=LONGEST_ADDRESS)


class SubscriptionBody(EndpointBody):
    """A browser's push subscription, and the language of the messages."""

    keys: Keys
    language: str = Field(SOURCE_LANGUAGE, max_length=12)


@push_api.put("/tickets/<ticket>/push", responses=answers(404, 409, 429, s204=""))
@allow(ANYONE)
@limiter.limit(SUBSCRIPTION_LIMIT, key_func=request_path)
def subscribe(path: TicketPath, body: SubscriptionBody) -> Response:
    """Send messages about a ticket to a phone by web push, until the ticket ends."""
    settings = runtime().settings
    if not settings.push_key:
        raise NotOffered("This center sends no messages to phones. Keep the ticket's page open.")
    if body.language not in languages():
        raise InvalidRequest(f"No message is written in {body.language!r}.")
    check_endpoint(body.endpoint, private=settings.push_private)
    check_keys(body.keys.p256dh, body.keys.auth)
    phone = Phone(body.endpoint, body.keys.p256dh, body.keys.auth, body.language)
    with runtime().database.write() as session:
        subscriptions.subscribe(session, find(session, path.ticket, lock=True), phone)
    return Response(status=204)


@push_api.delete("/tickets/<ticket>/push", responses=answers(404, s204=""))
@allow(ANYONE)
def unsubscribe(path: TicketPath, body: EndpointBody) -> Response:
    """Send a phone no more messages about a ticket."""
    with runtime().database.write() as session:
        subscriptions.unsubscribe(session, find(session, path.ticket).id, body.endpoint)
    return Response(status=204)
