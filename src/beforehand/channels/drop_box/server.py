"""Takes mail for `log+TOKEN@…` by SMTP or LMTP, and says yes to it only when it has been recorded."""

import asyncio
import logging
import re
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # loaded where mail is taken, which few installations do
    from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger("beforehand.drop_box")

LARGEST = 25 * 1024 * 1024
_ADDRESS = re.compile(r"log\+([A-Za-z0-9]{10,64})@[^@\s]+", re.IGNORECASE)
T = TypeVar("T")
_LATER = "451 4.3.0 Beforehand cannot take this now: try again later."


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it came: the token of each address of ours that it was for."""

    tokens: tuple[str, ...]
    raw: bytes


# Whether a token is known; and what takes a message and returns the sentence of a refusal, "" where it is taken.
Knows = Callable[[str], bool]
Take = Callable[[Received], str]


def token_of(address: str) -> str | None:
    """The token in an address of the drop-box; None where it is no such address."""
    found = _ADDRESS.fullmatch(address.strip().strip("<>"))
    return found[1].lower() if found else None


class Door:
    """What the mail server asks at each step of a delivery."""

    def __init__(self, knows: Knows, take: Take, pool: ThreadPoolExecutor, *, is_lmtp: bool) -> None:
        self._knows, self._take, self._pool, self._is_lmtp = knows, take, pool, is_lmtp

    async def handle_RCPT(  # noqa: N802 the library's name
        self, server: "SMTP", session: "Session", envelope: "Envelope", address: str, options: list[str]
    ) -> str:
        token = token_of(address)
        try:
            known = token is not None and await self._aside(self._knows, token)
        except Exception:
            log.exception("The drop-box cannot look up an address")
            return _LATER
        if not known:
            return "550 5.1.1 No such drop-box: look up yours in the settings of Beforehand."
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: "SMTP", session: "Session", envelope: "Envelope"
    ) -> str:
        raw = envelope.original_content or b""
        tokens = tuple(token for each in envelope.rcpt_tos if (token := token_of(each)))
        if not self._is_lmtp:
            return await self._answer(Received(tuple(dict.fromkeys(tokens)), raw))
        # LMTP answers for each recipient by itself, in their order (RFC 2033).
        return "\r\n".join([await self._answer(Received((token,), raw)) for token in tokens])

    async def _answer(self, received: Received) -> str:
        try:
            refusal = await self._aside(self._take, received)
        except Exception:
            log.exception("The drop-box cannot record a message")
            return _LATER
        return f"550 5.7.1 {_ascii(refusal)}" if refusal else "250 OK"

    async def _aside(self, function: Callable[..., T], *given: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *given)


def _ascii(sentence: str) -> str:
    """The sentence as a reply of SMTP may say it, in one line."""
    plain = unicodedata.normalize("NFKD", sentence.replace("’", "'").replace("“", '"').replace("”", '"'))
    return " ".join(plain.encode("ascii", "replace").decode().split())[:400]


def serve(
    host: str, port: int, *, knows: Knows, take: Take, stop: threading.Event, is_lmtp: bool = True
) -> None:
    """Takes mail at this address until `stop` is set; OSError where the address cannot be had."""
    asyncio.run(_serve(host, port, knows=knows, take=take, stop=stop, is_lmtp=is_lmtp))


async def _serve(
    host: str, port: int, *, knows: Knows, take: Take, stop: threading.Event, is_lmtp: bool
) -> None:
    from aiosmtpd.lmtp import LMTP
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    protocol = LMTP if is_lmtp else SMTP
    with ThreadPoolExecutor(2, "drop-box") as pool:
        door = Door(knows, take, pool, is_lmtp=is_lmtp)
        server = await loop.create_server(
            lambda: protocol(
                door, data_size_limit=LARGEST, hostname="beforehand", ident="Beforehand", loop=loop
            ),
            host,
            port,
        )
        async with server:
            while not stop.is_set():
                await asyncio.sleep(0.3)
