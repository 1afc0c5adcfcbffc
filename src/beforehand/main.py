"""The roof: `beforehand COMMAND`. A command loads what it needs: not its neighbours, not always Django."""

import copy
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from beforehand.cli.tables import bring_tables_up_to_date, set_django_up

# A command, the module that holds it, and what the list of commands says of it.
COMMANDS = {
    "audit": ("beforehand.cli.audit", "Tell from mail, calls and chats who had to ask, on one page."),
    "backup": ("beforehand.cli.backup", "Write a backup of everything to one file, while Beforehand runs."),
    "check": (
        "beforehand.cli.check",
        "Derive every client again and compare; exit code 1 if anything differs.",
    ),
    "clock": (
        "beforehand.cli.clock",
        "Answer cases of the clock rules, a line of JSON each, with --json or without.",
    ),
    "due": ("beforehand.cli.due", "List whom to call, first who asked, then who is late, then who is due."),
    "import": ("beforehand.cli.imports", "Bring in client lists, phone logs, chats and mail archives."),
    "listen": (
        "beforehand.cli.listen",
        "Say what messages mean: a line of JSON each, from FILE or stdin, with --json or without.",
    ),
    "log": (
        "beforehand.cli.touches",
        "Log a contact with CLIENT, by name or number, and tell where they stand.",
    ),
    "member": ("beforehand.cli.members", "Give members a seat, or a new way in."),
    "office": ("beforehand.cli.offices", "Open an office."),
    "restore": ("beforehand.cli.backup", "Go back to a backup; what is there now is backed up before."),
    "sample": (
        "beforehand.cli.sample",
        "Open the sample office: two agents, six weeks of calls, one client who asked and one who is late.",
    ),
    "serve": ("beforehand.serve", "Serve the pages and do the work, in one process."),
    "tick": ("beforehand.serve", "Do what the clock says is due."),
    "web": ("beforehand.serve", "Serve the pages alone, in several processes."),
    "worker": ("beforehand.serve", "Do the work alone, until it is stopped."),
}
WITHOUT_TABLES = {"audit", "clock", "listen"}  # the last asks for them where it is told whose ear to use
AS_IT_IS = {"backup", "restore"}  # the tables as they are, also those of an older program


class Roof(click.Group):
    """The commands by name; one that needs the tables finds them up to date."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in WITHOUT_TABLES:
            return load(cmd_name)
        with _refusals_in_a_sentence():
            set_django_up()
        return load(cmd_name) if cmd_name in AS_IT_IS else _after_migrating(load(cmd_name))

    def invoke(self, ctx: click.Context) -> Any:
        with _refusals_in_a_sentence():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


class Sentence(click.ClickException):
    """A refusal as the terminal shows it."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=True)


def load(name: str) -> click.Command:
    """The command of this name, out of its module's `commands`."""
    commands: tuple[click.Command, ...] = import_module(COMMANDS[name][0]).commands
    return next(command for command in commands if command.name == name)


@click.group(cls=Roof, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="beforehand")
def roof() -> None:
    """Every client hears from you at least weekly, and before they have to ask."""


def main() -> None:
    """The entry point: exits 0 when done, 1 when refused, 2 for wrong usage."""
    roof(prog_name="beforehand")


def _after_migrating(command: click.Command) -> click.Command:
    """The same command, which brings the tables up to date before it runs, but not to show its help."""
    ready = copy.copy(command)
    if isinstance(ready, click.Group):
        ready.commands = {name: _after_migrating(each) for name, each in ready.commands.items()}
    elif ready.callback:
        ready.callback = _migrated_first(ready.callback)
    return ready


def _migrated_first(callback: Any) -> Any:
    @functools.wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        bring_tables_up_to_date()
        return callback(*args, **kwargs)

    return run


@contextmanager
def _refusals_in_a_sentence() -> Iterator[None]:
    """Turns what is expected to fail into its sentence and exit code 1."""
    try:
        yield
    except click.ClickException:
        raise
    except Exception as fault:
        if sentence := _sentence(fault):
            raise Sentence(sentence) from None
        raise


def _sentence(fault: Exception) -> str | None:
    from beforehand.actions.refusals import Refusal

    if isinstance(fault, Refusal):
        return str(fault)
    if type(fault).__module__.startswith(("django.", "beforehand.records.")):
        from django.core.exceptions import ImproperlyConfigured

        from beforehand.records.migrating import DatabaseNotReady

        if isinstance(fault, ImproperlyConfigured | DatabaseNotReady):
            return str(fault)
    return None
