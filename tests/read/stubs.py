"""A format whose parser hangs, crashes or uses memory as the file says: a stand-in for faulty parsers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

from citegraph.model import Failure, Report
from citegraph.read import formats
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.sources import Source

MAGIC = b"STUB "


def parse(content: Content) -> Iterator[ParsedReport]:
    deed = content.data().removeprefix(MAGIC).decode().strip()
    if deed == "hang":
        while True:
            pass
    if deed == "hang without the interpreter":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        time.sleep(1000)
    if deed == "eat memory":
        eaten = []
        while True:
            eaten.append(bytearray(2**24))
    if deed == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if deed == "leave":
        os._exit(3)
    if deed == "babble":
        os.write(1, b"x" * 100_000)
    yield ParsedReport(text=f"{deed} {os.getpid()}", warnings=("a", "b"), extra=(("k", "v"),))


FORMAT = FileFormat("stub", (".stub",), lambda head, ending: head.startswith(MAGIC), parse, risky=True)


def load(source: Source) -> Iterator[Report | Failure]:
    """Load a source with the stub format in the table of formats; called by workers."""
    if FORMAT not in formats.FORMATS:
        formats.FORMATS = (FORMAT, *formats.FORMATS)
    yield from formats.load(source)
