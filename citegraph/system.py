"""What differs between operating systems: locks, signals and limits of a process.

Each function does what the system can do, and nothing where it cannot. Windows has no advisory locks on folders, no
signal masks, no timers by signal and no limit on memory.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST_PROCESSES = 61 if sys.platform == "win32" else 1_000
"""The most processes of a pool. Windows waits for at most 63 handles at once, two of which a pool needs itself."""

_HELD_OPEN = (5, 32, 33)
"""Windows errors for a file that another program has open: ERROR_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION."""


def lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an open file or folder until it is closed.

    Args:
        descriptor: Of the open file or folder.
        wait: Whether to wait for another process that holds the lock.

    Returns:
        False if another process holds the lock. True if this one holds it now, and always on Windows, which lacks it.

    Raises:
        OSError: The file system has no such locks.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


CAN_LOCK_FOLDERS = sys.platform != "win32"
"""Whether a folder can be opened and locked."""


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Hold back Ctrl-C; a process that is started meanwhile begins with it held back."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the parent process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def exit_after(seconds: float) -> None:
    """End this process by a signal after `seconds`; 0 takes that back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def limit_memory(more: int) -> int | None:
    """Allow this process `more` bytes of address space on top of what it has.

    Returns:
        The limit in bytes; None where the system has none.
    """
    if sys.platform == "win32":
        return None
    import resource

    limit = status_bytes("VmSize") + more
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
        return limit
    return None


def status_bytes(name: str) -> int:
    """A size that Linux knows of this process, such as "VmPeak", in bytes; 0 elsewhere."""
    with suppress(OSError), open("/proc/self/status", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is slower
        for line in file:
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return 0


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed.

    Returns:
        False where another process holds the lock, or the file system has no such locks.
    """
    try:
        return lock(descriptor, wait=False)  # on Windows an open file cannot be removed anyway
    except OSError:
        return False


def replace_file(path: Path, parts: Iterable[bytes], *, suffix: str = ".part") -> None:
    """Write a file as a whole or not at all: under a temporary name, and renamed when all of it is on the disk.

    The temporary file is locked as long as it is written, so that others can tell it from one a killed run left.

    Args:
        path: The file, in a folder that exists.
        parts: Its content.
        suffix: How the temporary name ends.

    Raises:
        OSError: It cannot be written.
    """
    beside = tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=suffix, delete=False)  # noqa: SIM115
    try:
        with beside:  # closing a file also writes
            try_lock(beside.fileno())
            for part in parts:
                beside.write(part)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).chmod(0o666 & ~umask())
        Path(beside.name).replace(path)
    except BaseException:
        Path(beside.name).unlink(missing_ok=True)
        raise


def cache_folder(name: str) -> Path | None:
    """The folder in which the program `name` may keep what can be made anew; None where the user has none.

    The environment variable NAME_CACHE names another folder; empty, it says that nothing is to be kept.
    """
    chosen = os.environ.get(f"{name.upper()}_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / name / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / name
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / name


def is_held_open(error: OSError) -> bool:
    """Whether a file cannot be replaced because another program, such as Excel, has it open."""
    return getattr(error, "winerror", None) in _HELD_OPEN


def umask() -> int:
    """The permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
