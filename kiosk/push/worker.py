"""Looks after every change, and now and then, whether a phone has something to hear; tells it outside any request."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from kiosk.push.client import PushResult, hand_over, host_of
from kiosk.push.encryption import sealed, signature
from kiosk.push.messages import HEARD_WITHIN_SECONDS, PushMessage, message_of
from queueing.phones import subscriptions
from queueing.phones.subscriptions import Subscription
from queueing.runtime import Runtime
from queueing.tickets.model import State, Ticket, ahead_of
from services_catalog.catalog import Location, in_language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LOOK_SECONDS = 5.0
"""How often it is looked at what time alone, or another process, has changed."""
POSTS_AT_ONCE = 8
POSTS_AT_ONE_HOST = 2
"""A push service that is slow keeps no thread from the others; what it must wait for is looked at again."""
STOP_SECONDS = 10.0
TOPIC = "turn"
"""A newer message takes the place of one that the phone has not got yet."""

log = logging.getLogger(__name__)


class PushWorker:
    """One thread that looks, and a few that post. `look` is one look; `start` begins looking for ever."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._posts = ThreadPoolExecutor(POSTS_AT_ONCE, thread_name_prefix="pocket-post")
        self._under_way: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._put_off = False
        self._thread = threading.Thread(target=self._look_for_ever, name="pocket", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._runtime.database.listeners.append(lambda _changed: self._wake.set())
        self._thread.start()

    def stop(self) -> None:
        """End, and wait."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(STOP_SECONDS)
        self._posts.shutdown(wait=False, cancel_futures=True)

    def look(self) -> list[Future[PushResult]]:
        """Tell every phone what it should hear by now, each thing once; forget those whose ticket is over.

        What is to be told is noted first and sent after the commit: no phone hears anything twice, and none
        hears what did not happen.
        """
        with self._runtime.database.read() as reading:
            due, over = self._due(reading)
        due = self._with_room(due)
        if not due and not over:
            return []
        with self._runtime.database.write() as writing:
            due = [(phone, news) for phone, news in due if subscriptions.claim(writing, phone, news.key)]
            subscriptions.forget(writing, over)
        return [self._post(phone, news) for phone, news in due]

    def _with_room(self, due: list[tuple[Subscription, PushMessage]]) -> list[tuple[Subscription, PushMessage]]:
        """Return what can be posted at once; the rest is due again as soon as a post has ended."""
        with self._counting:
            busy = self._under_way.copy()
            chosen = []
            for phone, news in due:
                host = host_of(phone.endpoint)
                if busy[host] < POSTS_AT_ONE_HOST:
                    busy[host] += 1
                    chosen.append((phone, news))
            self._put_off = len(chosen) < len(due)
        return chosen

    def _post(self, phone: Subscription, news: PushMessage) -> Future[PushResult]:
        host = host_of(phone.endpoint)

        def ended(_: Future[PushResult]) -> None:
            with self._counting:
                self._under_way[host] -= 1
                self._under_way += Counter()  # forgets hosts where nothing is under way
                put_off = self._put_off
            if put_off:
                self._wake.set()

        with self._counting:
            self._under_way[host] += 1
        sent = self._posts.submit(self._tell, phone, news)
        sent.add_done_callback(ended)
        return sent

    def _look_for_ever(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except Exception:
                # A database that is away for a moment must not end the messages for good.
                log.exception("looking for what phones should hear failed; it is tried again")
            self._wake.wait(LOOK_SECONDS)
            self._wake.clear()

    def _due(self, session: Session) -> tuple[list[tuple[Subscription, PushMessage]], list[int]]:
        """Return what is to be told to whom, and the row ids of those who hear nothing more."""
        due: list[tuple[Subscription, PushMessage]] = []
        over: list[int] = []
        for phone, ticket in subscriptions.followed(session):
            location = self._runtime.catalog.locations.get(ticket.location)
            news = self._news(session, location, phone, ticket) if location else None
            if news and news.key != phone.told:
                due.append((phone, news))
            if ticket.state == State.ENDED or location is None:
                over.append(phone.id)
        return due, over

    def _news(self, session: Session, location: Location, phone: Subscription, ticket: Ticket) -> PushMessage | None:
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

    def _tell(self, phone: Subscription, news: PushMessage) -> PushResult:
        settings = self._runtime.settings
        headers = {
            "Authorization": signature(
                settings.push_key, settings.push_contact, phone.endpoint, self._runtime.real_now()
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(HEARD_WITHIN_SECONDS),
            "Urgency": "high",
            "Topic": TOPIC,
        }
        body = sealed(news.payload(), phone.p256dh, phone.auth)
        went = hand_over(phone.endpoint, body, headers, private=settings.push_private)
        if went is PushResult.GONE:
            with self._runtime.database.write() as writing:
                subscriptions.unsubscribe(writing, phone.ticket_id, phone.endpoint)
        elif went is PushResult.FAILED:
            log.warning("a push service did not take a message")
        return went
