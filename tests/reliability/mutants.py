"""Breaks one promise after another in a copy of the project, and prints which test notices.

    python tests/reliability/mutants.py            # all of them
    python tests/reliability/mutants.py rename     # those whose name holds the word

A promise whose breach no test notices is none: the exit code is the number of mutants that survived.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

SECONDS = 900
"""Tests that a mutant keeps from ending are stopped after this long, and have noticed it."""


class Mutant(NamedTuple):
    name: str
    file: str
    old: str  # stands there exactly once
    new: str
    tests: str  # what is to notice it: arguments of pytest


MUTANTS = (
    Mutant(
        "rename: a file is written in its place",
        "citegraph/export/__init__.py",
        "        with _faults(path), beside:  # closing a file writes too\n",
        "        beside.close()\n        beside = path.open('wb')  # type: ignore\n        with _faults(path), beside:\n",
        "tests/reliability/test_crashes.py tests/export/test_export.py",
    ),
    Mutant(
        "rename: nothing is swept away",
        "citegraph/export/__init__.py",
        "                    left.unlink(missing_ok=True)\n",
        "                    pass\n",
        "tests/reliability/test_crashes.py",
    ),
    Mutant(
        "escape of CSV: formulas pass",
        "citegraph/export/tables.py",
        """    return "'" + value if _FORMULA.match(value) else value""",
        "    return value",
        "tests/reliability/test_outputs.py tests/export/test_export.py",
    ),
    Mutant(
        "escape of the page: < stands in its data",
        "citegraph/page/network.py",
        'for char in "<>&\\u2028\\u2029"}',
        'for char in "\\u2028\\u2029"}',
        "tests/reliability/test_outputs.py tests/page/test_bundle.py tests/page/test_hostile.py",
    ),
    Mutant(
        "escape of XML: control characters pass",
        "citegraph/export/graphs.py",
        r'    return _NO_XML.sub(lambda character: f"\\x{ord(character.group()):02x}", text)',
        "    return text",
        "tests/reliability/test_outputs.py tests/export/test_export.py",
    ),
    Mutant(
        "escape of the terminal: control characters pass",
        "citegraph/cli/output.py",
        r'    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\n\r]+", " ", text))',
        "    return text",
        "tests/reliability/test_mistakes.py tests/cli/test_cli.py",
    ),
    Mutant(
        "batch commit: what was read is kept at the end alone",
        "citegraph/pipeline/__init__.py",
        "            self._writer.commit()\n            self._committed",
        "            self._committed",
        "tests/reliability/test_crashes.py",
    ),
    Mutant(
        "batch commit: a publication is several transactions",
        "citegraph/store/publishing.py",
        '        self._connection.execute("DELETE FROM relation")\n',
        '        self._connection.execute("COMMIT")\n        self._connection.execute("BEGIN IMMEDIATE")\n'
        '        self._connection.execute("DELETE FROM relation")\n',
        "tests/reliability/test_crashes.py tests/store/test_store.py",
    ),
    Mutant(
        "batch commit: readers do not ask of one state",
        "citegraph/store/reading.py",
        "        if self._connection.in_transaction:\n            yield\n",
        "        if True:\n            yield\n",
        "tests/store/test_store.py tests/reliability/test_side_by_side.py",
    ),
    Mutant(
        "parser limit: no file takes too long",
        "citegraph/read/guard.py",
        "        timer.start()\n",
        "        pass\n",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "parser limit: no file takes too much memory",
        "citegraph/read/guard.py",
        "        resource.setrlimit(resource.RLIMIT_AS, (limit, most))\n",
        "        pass\n",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "parser limit: files are read without a guard",
        "citegraph/pipeline/work.py",
        "    found = guarded(task.source) if task.rows is None else task.rows\n",
        "    found = read.load(task.source) if task.rows is None else task.rows\n",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "two at once: anybody writes",
        "citegraph/store/writing.py",
        "            stack.enter_context(only_writer(self.path))\n",
        "",
        "tests/store/test_store.py tests/reliability/test_side_by_side.py",
    ),
    Mutant(
        "shuffles: a decision of before is not taken back",
        "citegraph/store/publishing.py",
        '            " WHERE id IN (SELECT citation FROM local_decision)"\n',
        '            " WHERE 0"\n',
        "tests/reliability/test_shuffles.py tests/pipeline/test_pipeline.py",
    ),
    Mutant(
        "network: a reader looks something up",
        "citegraph/read/formats.py",
        '    name = "file"\n',
        '    name = "file"\n    import socket\n\n    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("127.0.0.1", 9))\n',
        "tests/reliability/test_network.py",
    ),
    Mutant(
        "honest failure: an error keeps its traceback",
        "citegraph/cli/ending.py",
        "    except CitegraphError as error:\n        return _failed(error, codes)\n",
        "",
        "tests/reliability/test_mistakes.py",
    ),
    Mutant(
        "selection: a narrowed corpus says nothing of the rest",
        "citegraph/store/selection.py",
        "        yield Omitted(*connection.execute(_OMITTED, values).fetchone())",
        "        yield Omitted()",
        "tests/store/test_selection.py tests/reliability/test_outputs.py",
    ),
)


def copied(folder: Path) -> Path:
    """The project as it stands, in a folder of its own."""
    for part in ("citegraph", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def noticed(folder: Path, tests: str) -> str | None:
    """The first test that fails, or None."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--tb=line", *tests.split()]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return f"{tests.split(maxsplit=1)[0]} (stopped after {SECONDS} s)"
    if process.returncode == 0:
        return None
    found = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", said, re.MULTILINE)
    return found.group(1) if found else f"pytest ended with {process.returncode}: {said[-200:]!r}"


def main() -> int:
    """Try the mutants whose names hold the words on the command line; return how many survived."""
    chosen = [mutant for mutant in MUTANTS if all(word in mutant.name for word in sys.argv[1:])]
    survived = 0
    for mutant in chosen:
        with tempfile.TemporaryDirectory() as place:
            folder = copied(Path(place))
            file = folder / mutant.file
            code = file.read_text(encoding="utf-8")
            if code.count(mutant.old) != 1:
                print(
                    f"STALE     {mutant.name}: {mutant.file} holds the line {code.count(mutant.old)} times", flush=True
                )
                survived += 1
                continue
            file.write_text(code.replace(mutant.old, mutant.new), encoding="utf-8")
            began = time.monotonic()
            test = noticed(folder, mutant.tests)
            survived += test is None
            verdict = "SURVIVED " if test is None else "caught by"
            print(f"{verdict} {test or ''}  <-  {mutant.name} ({time.monotonic() - began:.0f} s)", flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} mutants were caught")
    return survived


if __name__ == "__main__":
    sys.exit(main())
