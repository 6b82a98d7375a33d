"""What the web application serves, and to whom."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from citegraph.errors import ArgumentError, StoreError
from citegraph.i18n import message

STORE = "citegraph.sqlite"
BROUGHT = "brought"
"""The folder beside the store that keeps the files people bring."""

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the web application serves, and to whom."""

    store: Path
    folders: tuple[Path, ...] = ()  # that pages may read and watch
    host: str = LOOPBACK
    token: str | None = None  # grants access; needed if others can reach the server
    read_only: bool = False
    lang: str = "en"  # for readers whose browser names no supported language

    @property
    def folder(self) -> Path:
        """The folder of the store; nothing outside it is written."""
        return self.store.parent

    @property
    def uploads_folder(self) -> Path:
        """The folder of uploaded files."""
        return self.folder / BROUGHT

    @property
    def readable_folders(self) -> tuple[Path, ...]:
        """The resolved folders from which original files may be shown."""
        return tuple(folder.resolve() for folder in (Path.cwd(), self.folder, *self.folders))

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _path_as_spelled(path: Path) -> Path:
    """Return a path as `citegraph build` spells it in the current folder, so that no file is read under two names."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path.absolute()


def make_settings(
    path: Path,
    *,
    folders: Iterable[Path] = (),
    host: str = LOOPBACK,
    token: str | None = None,
    read_only: bool = False,
    lang: str = "en",
) -> Settings:
    """Return the settings for a store or the folder of one.

    Args:
        path: The store, or the folder that contains or will contain it.
        folders: The folders that pages may read and watch; by default that of the store.
        host: The address to serve at.
        token: The token that clients must send.
        read_only: Whether all changes are refused.
        lang: The language of readers whose browser names no supported one.

    Raises:
        ArgumentError: Others could reach the server without a token, or a folder does not exist.
        StoreError: There is no store, and none may be created.
    """
    if not is_loopback(host) and not token:
        raise ArgumentError("host", host, message("serve.no_token"), message("do.serve_token"))
    store = path if path.is_file() or path.suffix == ".sqlite" else path / STORE
    if not store.exists() and read_only:
        raise StoreError(str(store), message("store.none"), message("do.store_make"))
    given = tuple(map(_path_as_spelled, folders))
    for folder in given:
        if not folder.is_dir():
            raise ArgumentError("folder", str(folder), message("serve.no_folder"), message("do.existing_paths"))
    store = _path_as_spelled(store)
    return Settings(
        store=store,
        folders=tuple(dict.fromkeys(given)) or (store.parent,),
        host=host,
        token=token,
        read_only=read_only,
        lang=lang,
    )
