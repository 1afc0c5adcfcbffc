"""A backup as a file: one tar.gz that its owner alone may read, whose last member vouches for all the others."""

import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files"
_FORMAT = 1
_CHUNK = 1 << 20


class BackupError(Exception):
    """A backup that cannot be made or used, in one sentence with its remedy; nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: `files` by name to their SHA-256; `made_at` in ISO 8601, UTC."""

    beforehand: str
    made_at: str
    database: str
    migrations: list[str]
    files: dict[str, str]
    format: int = _FORMAT


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        read = self._file.read(size)
        self.sha256.update(read)
        return read


def write(target: Path, files: Iterable[tuple[str, Path]], **told: Any) -> Manifest:
    """Packs the files under their names with a manifest; `target` is there when it is whole, or not at all."""
    part = target.with_name(f".{target.name}.part")
    hashes: dict[str, str] = {}
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as raw,
            tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as tar,
        ):
            for name, path in files:
                with suppress(FileNotFoundError):  # an upload that has done its part meanwhile
                    hashes[name] = _add(tar, name, path)
            manifest = Manifest(files=hashes, **told)
            text = json.dumps(asdict(manifest), indent=1).encode()
            tar.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def unpack(archive: Path, folder: Path) -> Manifest:
    """Unpacks an archive into an empty folder and compares every byte with what its manifest says."""
    hashes: dict[str, str] = {}
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                hashes[member.name] = _extract(tar, member, folder)
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except FileNotFoundError:
        if archive.exists():
            raise BackupError(
                f"{archive} has no manifest: it is no backup of Beforehand; name another."
            ) from None
        raise BackupError(f"There is no file {archive}: name a backup.") from None
    except (tarfile.TarError, EOFError, zlib.error, ValueError, TypeError, OSError) as fault:
        raise BackupError(
            f"{archive} cannot be read as a backup ({str(fault) or type(fault).__name__}): name another."
        ) from fault
    _compare(archive, manifest, hashes)
    return manifest


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        hashing = _Hashing(file)
        size = os.fstat(file.fileno()).st_size
        tar.addfile(_member(name, size), hashing)
    return hashing.sha256.hexdigest()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    target = folder / member.name
    if not member.isfile() or not target.resolve().is_relative_to(folder.resolve()) or target.exists():
        raise ValueError(f"it holds {member.name!r}, which is no file of a backup")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = tar.extractfile(member)
    assert content is not None  # noqa: S101 a file has content
    hashing = _Hashing(content)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := hashing.read(_CHUNK):
            file.write(chunk)
    return hashing.sha256.hexdigest()


def _compare(archive: Path, manifest: Manifest, hashes: dict[str, str]) -> None:
    if manifest.format != _FORMAT:
        raise BackupError(
            f"{archive} was made by a newer Beforehand ({manifest.beforehand}): install that one."
        )
    found = {name: sha256 for name, sha256 in hashes.items() if name != MANIFEST}
    if found != manifest.files or DATABASE not in found:
        odd = sorted({*found.items()} ^ {*manifest.files.items()}) or [(DATABASE, "")]
        raise BackupError(
            f"{archive} is damaged: {odd[0][0]} is not what was backed up. Take another backup."
        )
