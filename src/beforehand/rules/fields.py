"""Reading the fields of a document by hand, so that each fault is named by its exact place."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Refused(ValueError):
    """A document that breaks the rules; as text one line, `PLACE: fault`."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")
        self.place = place
        self.fault = fault


class Fields:
    """One object of a document: its keys are checked at once, its values as they are read."""

    def __init__(
        self, value: object, place: str, required: Collection[str], optional: Collection[str] = ()
    ) -> None:
        if not isinstance(value, dict):
            raise Refused(place or "case", f"{shown(value)} is not an object")
        self._values: dict[str, Any] = value
        self.place = place
        if isinstance(value, _Doubled):
            raise Refused(self.at(value.key), "given twice; keep one")
        for key in value:
            if key not in required and key not in optional:
                raise Refused(self.at(key), "an unknown key; remove it")
        for key in required:
            if key not in value:
                raise Refused(self.at(key), "missing; add it")

    def at(self, key: str) -> str:
        """Give the place of one of its keys."""
        printable = key if isinstance(key, str) and key.isprintable() else ascii(key)
        return f"{self.place}.{printable}" if self.place else printable

    def part(self, key: str, read: Callable[[Any, str], T]) -> T:
        """Read a value that names places of its own."""
        return read(self._values[key], self.at(key))

    def get(self, key: str, read: Callable[[Any], T]) -> T:
        """Read a value; a ValueError of `read` says what is wrong with it, as in "not a date"."""
        value = self._values[key]
        try:
            return read(value)
        except ValueError as fault:
            raise Refused(self.at(key), f"{shown(value)} is {fault}") from None

    def get_or(self, key: str, read: Callable[[Any], T], default: T) -> T:
        """Read a value that may be left out."""
        return self.get(key, read) if key in self._values else default

    def get_or_none(self, key: str, read: Callable[[Any], T]) -> T | None:
        """Read a value that may be null."""
        return None if self._values.get(key) is None else self.get(key, read)

    def each(self, key: str, read: Callable[[Any, str], T]) -> list[T]:
        """Read every item of a list with its own place; a list left out is empty."""
        items = self._values.get(key, [])
        if not isinstance(items, list):
            raise Refused(self.at(key), f"{shown(items)} is not a list")
        place = self.at(key)
        return [read(item, f"{place}[{index}]") for index, item in enumerate(items)]


class _Doubled(dict[str, Any]):
    """A JSON object in which one key was given twice."""

    key: str


def parse(line: str) -> object:
    """Read JSON by the letter of its standard, or raise Refused at `line`."""
    try:
        return json.loads(line, object_pairs_hook=_object, parse_constant=_no_constant)
    except RecursionError:
        raise Refused("line", "JSON that is nested too deep") from None
    except json.JSONDecodeError as fault:
        where = f"{fault.msg[0].lower()}{fault.msg[1:]} at character {fault.pos + 1}"
        raise Refused("line", f"not JSON ({where}); write one JSON object a line") from None
    except ValueError as fault:
        raise Refused("line", f"not JSON; {fault}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    doubled = _Doubled(fields)
    counts = Counter(key for key, _ in pairs)
    doubled.key = next(key for key, count in counts.items() if count > 1)
    return doubled


def _no_constant(constant: str) -> None:
    raise ValueError(f"it knows no {constant}")


def text(value: Any) -> str:
    """Read text."""
    if not isinstance(value, str):
        raise ValueError("not text")
    return value


def flag(value: Any) -> bool:
    """Read true or false, never a number."""
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def written(read: Callable[[str], T]) -> Callable[[Any], T]:
    """Make a reader of notation refuse what is not text."""
    return lambda value: read(text(value))


def one_of(words: Sequence[str]) -> Callable[[Any], str]:
    """Make a reader of one of these words."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"not one of {', '.join(words)}")
        return value

    return read


def shown(value: object) -> str:
    """Show a value of a document within one short line."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    line = (
        json.dumps(value) if value is None or isinstance(value, str | int | float) else type(value).__name__
    )
    return line if len(line) <= 60 else f"{line[:59]}…"
