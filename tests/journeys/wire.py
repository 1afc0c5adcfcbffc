"""The way between a phone and the server, as a port of its own: it can be cut, also after a request."""

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
        """The server gets the next request that begins so; its answer is lost, and the signal with it."""
        self._losing, self.lost = request.encode(), 0

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
            is_losing = threading.Event()
            threading.Thread(target=self._answer, args=(server, phone, is_losing), daemon=True).start()
            while asked := phone.recv(_CHUNK):
                if self._losing and asked.startswith(self._losing):
                    self._losing = b""
                    is_losing.set()
                server.sendall(asked)
        self._open -= {phone, server}

    def _answer(self, server: socket.socket, phone: socket.socket, is_losing: threading.Event) -> None:
        with suppress(OSError):
            while told := server.recv(_CHUNK):
                if is_losing.is_set():
                    self.lost += 1
                    self.cut()
                    break
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
