"""What differs between operating systems: locks, signals and limits of a process.

A function does nothing on a system that lacks its feature. Windows has no advisory locks on folders, no signal masks,
no timers by signal and no limit on memory.
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


_NICE = 10
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS of Windows


def lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an open file or folder until it is closed.

    Args:
        descriptor: The descriptor of the open file or folder.
        wait: Whether to wait for another process that holds the lock.

    Returns:
        False if another process holds the lock. True if this one holds it now, and always on Windows, which has no such
        locks.

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
def block_interrupts() -> Iterator[None]:
    """Block Ctrl-C; a process that is started in the block inherits this."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Ignore Ctrl-C, which the parent process handles."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def exit_after(seconds: float) -> None:
    """End this process by a signal after `seconds`; 0 cancels that."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def lower_priority() -> None:
    """Let other processes of this machine go first, such as the server that a build must not slow down."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICE)


def limit_memory(more: int) -> int | None:
    """Allow this process `more` bytes of address space on top of what it has.

    Returns:
        The limit in bytes; None on a system without limits.
    """
    if sys.platform == "win32":
        return None
    import resource

    limit = process_memory_bytes("VmSize") + more
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
        return limit
    return None


def process_memory_bytes(name: str) -> int:
    """Return a memory size of this process on Linux, such as "VmPeak", in bytes; 0 elsewhere."""
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
    """Write a file completely or not at all: it is renamed from a temporary name once it is on the disk.

    The temporary file is locked while it is written, which distinguishes it from one left by a killed run.

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
    """Return the folder for cached data of the program `name`; None if the user has no such folder.

    The environment variable NAME_CACHE names another folder; if it is empty, nothing is cached.
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
    """Return the permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
