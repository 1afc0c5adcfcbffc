"""Takes mail at the drop-box, where the installation has one."""

import logging
import threading
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from beforehand.channels.drop_box import server
from beforehand.intake import drop_box
from beforehand.queries.capture_addresses import by_token

log = logging.getLogger("beforehand.worker")

_AGAIN_S = 30.0


def run(stop: threading.Event) -> None:
    """Listens until `stop` is set; of several workers on a machine one does, and another when that one is gone."""
    if not settings.DROP_BOX_LISTENS:
        return
    host, _, port = settings.DROP_BOX_LISTENS.rpartition(":")
    is_lmtp = settings.DROP_BOX_SPEAKS == "lmtp"
    while not stop.is_set():
        try:
            server.serve(host or "127.0.0.1", int(port), knows=_knows, take=take, stop=stop, is_lmtp=is_lmtp)
        except OSError as fault:
            log.info("The drop-box cannot listen at %s (%s).", settings.DROP_BOX_LISTENS, fault.strerror)
            stop.wait(_AGAIN_S)


def take(received: server.Received) -> str:
    """Records a message that came; the sentence of a refusal, else nothing."""
    at = datetime.now(UTC).replace(microsecond=0)
    try:
        for token in received.tokens:
            drop_box.receive(received.raw, token=token, at=at)
    except drop_box.RefusedMailError as refusal:
        return str(refusal)
    finally:
        connection.close()
    return ""


def _knows(token: str) -> bool:
    try:
        return by_token(drop_box.KIND, token) is not None
    finally:
        connection.close()
