"""The worker that sends messages to phones: it looks after every change and every few seconds, outside any request."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from kiosk.push.client import PushResult, host_of, post_message
from kiosk.push.encryption import encrypt, signature
from kiosk.push.messages import TTL_SECONDS, PushMessage, message_of
from queueing.phones import subscriptions
from queueing.phones.subscriptions import Subscription
from queueing.runtime import Runtime
from queueing.tickets.model import State, Ticket, ahead_of
from services_catalog.catalog import Location, in_language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LOOK_SECONDS = 5.0
"""How often the worker looks for changes that time alone, or another process, has made."""
POSTS_AT_ONCE = 8
POSTS_AT_ONE_HOST = 2
"""So a slow push service does not hold up the others; its further messages are due again later."""
STOP_SECONDS = 10.0
TOPIC = "turn"
"""The Topic header: a newer message replaces one that the phone has not got yet."""

log = logging.getLogger(__name__)


class PushWorker:
    """One thread that looks for messages, and a few that post them. `look` is one look; `start` repeats it."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._posts = ThreadPoolExecutor(POSTS_AT_ONCE, thread_name_prefix="push-post")
        self._in_flight: Counter[str] = Counter()
        self._in_flight_lock = threading.Lock()
        self._deferred = False
        self._thread = threading.Thread(target=self._run, name="push", daemon=True)

    def start(self) -> None:
        """Start looking, in a thread of its own."""
        self._runtime.database.listeners.append(lambda _changed: self._wake.set())
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait for the thread to end."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(STOP_SECONDS)
        self._posts.shutdown(wait=False, cancel_futures=True)

    def look(self) -> list[Future[PushResult]]:
        """Send every message that is due, each once; delete the subscriptions of tickets that have ended.

        A message is recorded first and posted after the commit: no phone gets one twice, and none gets one
        about a change that was rolled back. The futures return what became of each.
        """
        with self._runtime.database.read() as reading:
            due, ended = self._due(reading)
        due = self._within_limits(due)
        if not due and not ended:
            return []
        with self._runtime.database.write() as writing:
            due = [(phone, message) for phone, message in due if subscriptions.claim(writing, phone, message.key)]
            subscriptions.forget(writing, ended)
        return [self._post(phone, message) for phone, message in due]

    def _within_limits(self, due: list[tuple[Subscription, PushMessage]]) -> list[tuple[Subscription, PushMessage]]:
        """Return the messages that can be posted now; the rest is due again as soon as a post has ended."""
        with self._in_flight_lock:
            busy = self._in_flight.copy()
            chosen = []
            for phone, message in due:
                host = host_of(phone.endpoint)
                if busy[host] < POSTS_AT_ONE_HOST:
                    busy[host] += 1
                    chosen.append((phone, message))
            self._deferred = len(chosen) < len(due)
        return chosen

    def _post(self, phone: Subscription, message: PushMessage) -> Future[PushResult]:
        host = host_of(phone.endpoint)

        def post_ended(_: Future[PushResult]) -> None:
            with self._in_flight_lock:
                self._in_flight[host] -= 1
                self._in_flight += Counter()  # removes hosts without a post in flight
                deferred = self._deferred
            if deferred:
                self._wake.set()

        with self._in_flight_lock:
            self._in_flight[host] += 1
        posted = self._posts.submit(self._send, phone, message)
        posted.add_done_callback(post_ended)
        return posted

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except Exception:
                # A database that does not answer for a moment must not end the thread.
                log.exception("looking for messages to phones failed; it is tried again")
            self._wake.wait(LOOK_SECONDS)
            self._wake.clear()

    def _due(self, session: Session) -> tuple[list[tuple[Subscription, PushMessage]], list[int]]:
        """Return the messages that are due, and the row ids of subscriptions whose ticket has ended."""
        due: list[tuple[Subscription, PushMessage]] = []
        ended: list[int] = []
        for phone, ticket in subscriptions.followed(session):
            location = self._runtime.catalog.locations.get(ticket.location)
            message = self._message(session, location, phone, ticket) if location else None
            if message and message.key != phone.told:
                due.append((phone, message))
            if ticket.state == State.ENDED or location is None:
                ended.append(phone.id)
        return due, ended

    def _message(self, session: Session, location: Location, phone: Subscription, ticket: Ticket) -> PushMessage | None:
        context = self._runtime.view_context(session, location)
        waits = ticket.state == State.WAITING
        return message_of(
            ticket,
            ahead=ahead_of(session, ticket) if waits else 0,
            wait=context.waits.by_ticket.get(ticket.id) if waits else None,
            location_name=in_language(location.name, phone.language),
            language=phone.language,
            now=context.now,
        )

    def _send(self, phone: Subscription, message: PushMessage) -> PushResult:
        settings = self._runtime.settings
        headers = {
            "Authorization": signature(
                settings.push_key, settings.push_contact, phone.endpoint, self._runtime.real_now()
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL_SECONDS),
            "Urgency": "high",
            "Topic": TOPIC,
        }
        body = encrypt(message.payload(), phone.p256dh, phone.auth)
        result = post_message(phone.endpoint, body, headers, private=settings.push_private)
        if result is PushResult.GONE:
            with self._runtime.database.write() as writing:
                subscriptions.unsubscribe(writing, phone.ticket_id, phone.endpoint)
        elif result is PushResult.FAILED:
            log.warning("a push service did not take a message")
        return result
