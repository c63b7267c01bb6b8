"""Web push to visitors' phones: messages about a ticket, where the administrator has set a key.

Messages go through the push service of the phone's own browser, encrypted for that browser alone
(RFC 8291), signed by the city's key (RFC 8292). They hold the ticket's number, the
counter and a sentence.
"""
