"""The visitor's phone: the page of a ticket, a referral to carry, and the kiosk for self-service."""
