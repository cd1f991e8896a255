"""A key for each inventory: what was received is kept encrypted, and gone once its key is erased."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sql.store import digest

_NONCE: Final = 12
_BITS: Final = 256


class SealedError(Exception):
    """A body cannot be opened: its key is gone, or it is not what was kept."""


@dataclass(frozen=True)
class Key:
    """A secret, and the name by which a kept body says which one it needs."""

    name: str
    secret: bytes

    def seal(self, body: bytes, about: str) -> bytes:
        """Return a body that only this key opens, bound to ``about``."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.secret).encrypt(nonce, body, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return what was sealed; raises SealedError when anything of it was changed."""
        try:
            return AESGCM(self.secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except (InvalidTag, ValueError) as error:
            msg = "it was changed, or sealed with another key"
            raise SealedError(msg) from error


class Keys:
    """The keys below one folder, one file each, readable by their owner only."""

    def __init__(self, folder: Path) -> None:
        """Use the keys in this folder; it is made with the first one."""
        self._folder = folder

    def _path(self, source: str) -> Path:
        # Named by digest: the name of an inventory is the operator's own, and may hold anything.
        return self._folder / f"{digest(source)[:32]}.key"

    def of(self, source: str) -> Key:
        """Return the key of a source, a new one if it has none."""
        path = self._path(source)
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(AESGCM.generate_key(_BITS))
                handle.flush()
                os.fsync(handle.fileno())
            draft.replace(path)
        return _key(path)

    def named(self, source: str, name: str) -> Key:
        """Return the key of a source if it is the one of this name; raises SealedError otherwise."""
        path = self._path(source)
        key = _key(path) if path.exists() else None
        if key is None or key.name != name:
            msg = f"the key of {source} is gone; restore {path} from a backup, or drop the run"
            raise SealedError(msg)
        return key

    def erase(self, source: str) -> None:
        """Remove a key: nothing that was sealed with it can be read again."""
        self._path(source).unlink(missing_ok=True)


def _key(path: Path) -> Key:
    secret = path.read_bytes()
    return Key(digest(secret)[:16], secret)
