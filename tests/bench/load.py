"""What the web application bears: clients that ask at once, how long they wait, and what the server uses.

    python tests/bench/load.py STORE --clients 20 --seconds 60

The questions are drawn from a seed: words as people type them, documents by how often they are cited, any report. A client
asks again as soon as it is answered. With `--build FOLDER` a build reads that folder into the store meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote, urlsplit

from citegraph.store import BoundedStore

QUESTIONS = {"suggest": 4, "search": 2, "document": 4, "report": 4, "neighborhood": 2, "list": 1}
"""What is asked, and how often beside the others."""
TICKS = os.sysconf("SC_CLK_TCK")
TYPED = (
    "nq 4 khoa 12",
    "nqtw4",
    "35-nq/tw",
    "nghi quyet 18",
    "hoạt động phát triển",
    "nong thon",
    "chi thi 05",
    "xay dung dang",
)


class Asker:
    """Draws questions about a store."""

    def __init__(self, store: Path) -> None:
        with BoundedStore(store) as opened:
            ranks = opened.ranked_documents(limit=5_000)[0]
            self._reports = opened.totals()["reports"]
        self._documents = [rank.document.id for rank in ranks]
        self._codes = [rank.document.id.partition("@")[0] for rank in ranks]
        self._chances = list(accumulate(rank.reports for rank in ranks))

    def path(self, kind: str, rng: random.Random) -> str:
        """Return the address of a question."""
        [at] = rng.choices(range(len(self._documents)), cum_weights=self._chances)
        document = quote(self._documents[at], safe="")
        typed = rng.choice(TYPED) if rng.random() < 0.3 else self._codes[at][: rng.randrange(2, 12)]
        return {
            "suggest": f"/suggest?q={quote(typed)}",
            "search": f"/?q={quote(typed)}",
            "document": f"/document?id={document}",
            "report": f"/report?id=r{rng.randrange(self._reports)}",
            "neighborhood": f"/document?id={document}&depth={rng.randrange(2, 4)}",
            "list": f"/cited-by?document={document}&since={rng.randrange(2013, 2026)}",
        }[kind]


class Load:
    """Clients that ask a server, and how long each answer took."""

    def __init__(self, url: str, asker: Asker) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 0
        self._asker = asker
        self.waits: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()

    async def client(self, seed: int, until: float) -> None:
        """Ask until a moment."""
        rng = random.Random(seed)
        reader, writer = await asyncio.open_connection(self._host, self._port)
        while time.monotonic() < until:
            [kind] = rng.choices(list(QUESTIONS), QUESTIONS.values())
            begun = time.monotonic()
            head = f"GET {self._asker.path(kind, rng)} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n"
            writer.write(head.encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", answer, re.I)
            await reader.readexactly(int(length[1]) if length else 0)
            self.waits[kind].append(time.monotonic() - begun)
            if not answer.startswith(b"HTTP/1.1 200"):
                self.errors[answer[:40].decode("latin-1").partition("\r")[0]] += 1
        writer.close()

    async def run(self, clients: int, seconds: float) -> None:
        """Let clients ask at once."""
        until = time.monotonic() + seconds
        await asyncio.gather(*(self.client(seed, until) for seed in range(clients)))


def family(process: int) -> Iterator[int]:
    """Yield a process and those that it started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def used(process: int) -> tuple[float, float]:
    """Return the CPU seconds of a server with its workers, and their memory in MB: what they do not share."""
    seconds, memory = 0.0, 0.0
    for one in family(process):
        told = Path(f"/proc/{one}/cmdline").read_text()
        if "build_process" in told:
            continue
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / TICKS
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        memory += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return seconds, memory


def share(waits: list[float], part: float) -> float:
    """Return what so large a part of the waits does not exceed, in milliseconds."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * part))] * 1e3


def main() -> None:
    """Print what the server bears."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--build", type=Path)
    given = parser.parse_args()
    command = [sys.executable, "-m", "citegraph", "serve", str(given.store), "--no-open"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=given.store.parent)
    build = None
    try:
        line = server.stdout.readline() if server.stdout else ""
        url = re.search(r"http://\S+", line)
        assert url, line
        load = Load(url[0], Asker(given.store))
        asyncio.run(load.run(2, 2))  # what is read once is read now
        load.waits.clear()
        if given.build:
            words = [sys.executable, "-m", "citegraph.web.build_process", str(given.store), str(given.build)]
            build = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # as the server starts one
        before, begun, own = used(server.pid)[0], time.monotonic(), time.process_time()
        asyncio.run(load.run(given.clients, given.seconds))
        after, memory = used(server.pid)
        lasted, clients = time.monotonic() - begun, time.process_time() - own
        answers = sum(map(len, load.waits.values()))
        print(f"{answers:,} answers in {lasted:.0f} s from {given.clients} clients, {dict(load.errors) or 'no error'}")
        print(f"server {(after - before) / answers * 1e3:.1f} ms CPU an answer, {memory:.0f} MB")
        print(f"clients {clients / answers * 1e3:.1f} ms CPU an answer, load {os.getloadavg()[0]:.1f}")
        for kind, waits in load.waits.items():
            print(
                f"{kind}\t{len(waits)}\tp50 {share(waits, 0.5):.0f} ms\tp95 {share(waits, 0.95):.0f} ms\tmax {max(waits) * 1e3:.0f} ms"
            )
        if build is not None:
            print("build", "ended" if build.poll() is not None else "goes on")
    finally:
        server.terminate()
        server.wait()
        if build is not None:
            build.terminate()
            build.wait()


if __name__ == "__main__":
    main()
