"""A phone in a pocket is told of its ticket by web push, when the city has set keys for it.

Messages go through the push service of the phone's own browser, encrypted for that browser alone
(RFC 8291), signed by the city's key (RFC 8292). They hold a number, a counter and words.
"""
