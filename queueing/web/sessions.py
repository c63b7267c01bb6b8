"""The session cookie: signed, and good for as long as what it holds says, whatever the system clock does."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class SessionCookies(SecureCookieSessionInterface):
    """Flask's sessions without the age of the signature, by the system clock.

    That age is below zero after a step back, which would sign everybody out. Who is signed in, and a phone's
    session, have an end of their own.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return what the cookie holds; an empty session when there is none, or somebody else signed it."""
        serializer = self.get_signing_serializer(app)
        cookie = request.cookies.get(self.get_cookie_name(app))
        if serializer is None or not cookie:
            return self.session_class()
        try:
            return self.session_class(serializer.loads(cookie))
        except BadSignature:
            return self.session_class()
