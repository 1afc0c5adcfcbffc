"""Waits at the server until a folder has something new (IMAP IDLE, RFC 2177)."""

import threading
import time

from imap_tools import BaseMailBox

_LONGEST_LOOK_S = 1.0


def can_wait(box: BaseMailBox) -> bool:
    """Whether the server knows IDLE."""
    return "IDLE" in box.client.capabilities


def wait(box: BaseMailBox, stop: threading.Event, *, longest_s: float) -> bool:
    """Waits until something changes, `stop` is set or that many seconds are over; whether something changed."""
    end = time.monotonic() + longest_s
    with box.idle as idle:
        while not stop.is_set() and (left := end - time.monotonic()) > 0:
            told = idle.poll(timeout=min(left, _LONGEST_LOOK_S))
            if any(b"EXISTS" in line or b"EXPUNGE" in line for line in told):
                return True
            if told and any(b"BYE" in line for line in told):
                raise ConnectionAbortedError
    return False
