"""The processes: everything in one, the pages alone, the work alone, or the work once."""

import errno
import random
import signal
import threading
from datetime import datetime
from types import FrameType
from typing import Any

import click
from django.conf import settings
from django.db import connection

from beforehand.actions.refusals import Refusal
from beforehand.cli.arguments import Instant, now
from beforehand.cli.output import json_option, print_json
from beforehand.worker import loop
from beforehand.worker.tick import run_once

_THREADS = 8
_LAST_WORK_S = 10


@click.command()
@json_option
def serve(as_json: bool) -> None:
    """Serve the pages and do the work, in one process."""
    stop = threading.Event()
    worker = threading.Thread(target=loop.run, args=(stop,), name="worker", daemon=True)
    server = _listening()
    signal.signal(signal.SIGTERM, _leave)
    try:
        worker.start()
        threading.Thread(target=_warm_up, daemon=True).start()
        _say_where(server.effective_port, as_json=as_json)
        server.run()  # returns at SystemExit and KeyboardInterrupt, after the pages under way
    finally:
        stop.set()
        worker.join(_LAST_WORK_S)
        server.close()


@click.command()
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=_THREADS, show_default=True, help="Of each.")
@json_option
def web(workers: int, threads: int, as_json: bool) -> None:
    """Serve the pages alone, in several processes.

    The work is done by `beforehand worker`, run beside it.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if workers > 1 and connection.vendor == "sqlite":
        raise Refusal(
            "SQLite takes one process of pages: leave --workers at 1, or set DATABASE_URL to PostgreSQL."
        )
    _check_port_is_free()
    connection.close()
    _say_where(settings.PORT, as_json=as_json)
    Granian(
        "beforehand.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=_LAST_WORK_S,
        log_level=LogLevels.warning,
    ).serve()


@click.command()
@json_option
def worker(as_json: bool) -> None:
    """Do the work alone, until it is stopped.

    Ctrl-C or SIGTERM stop it after the piece under way.
    """
    stop = threading.Event()

    def leave(signum: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signum, signal.SIG_DFL)  # a second one is not asked to wait

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, leave)
    if as_json:
        print_json({"work": "begun"})
    else:
        click.echo("Beforehand is at work; Ctrl-C stops it.")
    loop.run(stop)


@click.command()
@click.option("--once", is_flag=True, required=True, expose_value=False, help="`beforehand worker` goes on.")
@click.option("--at", type=Instant(), help="As of this moment rather than now.")
@json_option
def tick(*, at: datetime | None, as_json: bool) -> None:
    """Do what the clock says is due."""
    done = run_once(at or now(), worker=loop.new_name(), rng=random.Random())  # noqa: S311
    if as_json:
        print_json(done)
    else:
        click.echo(f"Looked at {done['looked']} clients; {done['failed']} pieces of work failed.")


commands = (serve, tick, web, worker)


def _warm_up() -> None:
    """Loads what the first tap would otherwise wait for."""
    import holidays  # noqa: F401


def _listening() -> Any:
    """A waitress server that already holds its port."""
    import waitress

    from beforehand.wsgi import application

    try:
        return waitress.create_server(
            application,
            host=settings.HOST,
            port=settings.PORT,
            threads=_THREADS,
            ident=None,
            clear_untrusted_proxy_headers=False,  # beforehand.wsgi knows whom to believe
        )
    except OSError as fault:
        raise _no_port(fault) from fault


def _check_port_is_free() -> None:
    """Granian says it from another process and with a traceback; ask before."""
    import socket

    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as fault:
            raise _no_port(fault) from fault


def _no_port(fault: OSError) -> Refusal:
    address = f"{settings.HOST}:{settings.PORT}"
    if fault.errno == errno.EADDRINUSE:
        return Refusal(f"Another program listens at {address}: stop it, or set PORT to a free one.")
    return Refusal(
        f"Cannot listen at {address} ({fault.strerror}): set HOST and PORT to an address of this machine."
    )


def _say_where(port: int, *, as_json: bool) -> None:
    url = settings.URL if settings.PORT else f"http://{settings.HOST}:{port}"
    if as_json:
        print_json({"url": url})
    else:
        click.echo(f"Beforehand is at {url}")


def _leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
