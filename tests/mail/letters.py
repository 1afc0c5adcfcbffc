"""Raw messages in a few words."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this repository")

ALICE = "Alice Rivera <alice@rivera.example>"
BOB = "bob@rivera.example"
DANA = "Dana Hill <dana@mail.example>"


def letter(text: str | bytes = "Hello.\r\n", **fields: str) -> bytes:
    """A message from Dana to Alice; a field is given in lower case with "_" for "-", and left out if it is ""."""
    usual = {
        "from": DANA,
        "to": ALICE,
        "subject": "The inspection",
        "date": "Tue, 3 Mar 2026 09:15:00 -0600",
        "message-id": "<CAF1.20260303@mail.example>",
    }
    usual |= {name.rstrip("_").replace("_", "-"): value for name, value in fields.items()}
    above = "".join(f"{name}: {value}\r\n" for name, value in usual.items() if value)
    return (
        above.encode("utf-8", "surrogateescape")
        + b"\r\n"
        + (text if isinstance(text, bytes) else text.encode())
    )


def of_parts(*parts: bytes, kind: str = "mixed", **fields: str) -> bytes:
    """A multipart message; each part is its fields, an empty line, and its body."""
    body = b"".join(b"--=_b\r\n" + part + b"\r\n" for part in parts) + b"--=_b--\r\n"
    return letter(body, content_type=f'multipart/{kind}; boundary="=_b"', **fields)


def part(type_: str, body: str | bytes, **fields: str) -> bytes:
    above = f"Content-Type: {type_}\r\n" + "".join(
        f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items()
    )
    return above.encode() + b"\r\n" + (body if isinstance(body, bytes) else body.encode())
