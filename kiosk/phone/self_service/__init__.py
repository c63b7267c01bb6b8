"""The kiosk on a visitor's own phone: a code on the kiosk, a session in a cookie, plain pages, one ticket."""

from kiosk.phone.self_service.pages import attach

__all__ = ["attach"]
