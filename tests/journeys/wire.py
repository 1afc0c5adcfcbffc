"""The way between a phone and the server, as a port of its own: it can be cut, and can lose an answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_CHUNK = 65_536


class Wire:
    """Forwards connections to the server while `is_up`; `lost` counts the answers that it kept to itself."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._losing = b""
        self.is_up = True
        self.lost = 0
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """No connection holds and none is made any more."""
        self.is_up = False
        self.close_all()

    def mend(self) -> None:
        """Connections can be made again."""
        self.is_up = True

    def lose_answer_to(self, request: str) -> None:
        """The server gets the next request that begins so, and nobody gets its answer."""
        self._losing = request.encode()

    def stop(self) -> None:
        """For good."""
        self.is_up = False
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.close_all()

    def close_all(self) -> None:
        """Breaks what is under way."""
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self._listening.accept()
            except OSError:
                return
            if not self.is_up:
                phone.close()
                continue
            threading.Thread(target=self._forward, args=(phone,), daemon=True).start()

    def _forward(self, phone: socket.socket) -> None:
        with phone, socket.create_connection(("127.0.0.1", self._to)) as server, suppress(OSError):
            self._open |= {phone, server}
            back = threading.Thread(target=self._back, args=(server, phone), daemon=True)
            is_losing = False
            while asked := phone.recv(_CHUNK):
                if self._losing and asked.startswith(self._losing):
                    self._losing, is_losing = b"", True
                server.sendall(asked)
                if is_losing and (b"\r\n\r\n" in asked and not asked.endswith(b"\r\n\r\n")):
                    server.recv(1)  # it has answered
                    self.lost += 1
                    return
                if not is_losing and not back.ident:
                    back.start()
        self._open -= {phone, server}

    def _back(self, server: socket.socket, phone: socket.socket) -> None:
        with suppress(OSError):
            while told := server.recv(_CHUNK):
                phone.sendall(told)
            phone.shutdown(socket.SHUT_RDWR)


@contextmanager
def wired(url: str) -> Iterator[Wire]:
    """A wire to the server at that address."""
    wire = Wire(int(url.rpartition(":")[2]))
    try:
        yield wire
    finally:
        wire.stop()
