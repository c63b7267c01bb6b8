"""Visitors' phones: the addresses for web push, and the codes that open the kiosk on a phone."""
