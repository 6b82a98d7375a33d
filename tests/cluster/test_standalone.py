"""A real cluster, a master and two workers, gives the rows of one machine, also when a worker dies over the job."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from texts import files

from citegraph import cluster, pipeline
from citegraph.store import Store

REPORTS = 24
PATIENCE = 300.0
"""Seconds until a step counts as stuck: a busy machine is slow to start four programs in Java."""
SETTINGS = """\
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 512m
spark.executor.memory 512m
spark.executor.cores 1
spark.ui.enabled false
spark.sql.shuffle.partitions 2
spark.sql.files.maxPartitionBytes 64k
spark.sql.files.openCostInBytes 1k
"""
"""A report a task of the first pass, so that there is a middle of it to kill a worker in."""
FILL = "Không có gì thêm trong buổi họp này.\n" * 1500
"""As much text as makes a task of a report."""


class Cluster:
    """A standalone cluster on the loopback interface."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"spark://127.0.0.1:{_free_port()}"
        self._status = f"http://127.0.0.1:{_free_port()}/json/"
        self.processes: list[subprocess.Popen[bytes]] = []
        (folder / "spark-defaults.conf").write_text(SETTINGS, encoding="utf-8")
        self.environment = os.environ | {
            "SPARK_CONF_DIR": str(folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
        }

    def start(self) -> None:
        """Start the master and both workers; ready when the master knows them."""
        port, page = self.url.rpartition(":")[2], self._status.split(":")[2].partition("/")[0]
        self._start("master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", page)
        _wait("the master", lambda: self.status() is not None)
        for name in ("one", "two"):
            place = ("--host", "127.0.0.1", "--webui-port", "0", "--work-dir", str(self.folder / name))
            self._start("worker.Worker", *place, "--cores", "1", "--memory", "1g", self.url)
        _wait("two workers", lambda: self.alive() == 2)

    def kill_worker(self) -> None:
        """Kill a worker with its executor, as when a machine loses power."""
        os.killpg(self.processes[1].pid, signal.SIGKILL)

    def stop(self) -> None:
        """End all that was started."""
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def alive(self) -> int:
        """How many workers the master can reach."""
        return int((self.status() or {}).get("aliveworkers", 0))

    def executors(self) -> int:
        """How many cores the application has."""
        return sum(int(app["cores"]) for app in (self.status() or {}).get("activeapps", ()))

    def status(self) -> dict[str, Any] | None:
        """What the master says of itself; None while it does not answer."""
        try:
            with urllib.request.urlopen(self._status, timeout=5) as answer:  # noqa: S310 - our own master
                found: dict[str, Any] = json.load(answer)
                return found
        except (OSError, ValueError):  # a page that tells of the start is no JSON
            return None

    def _start(self, name: str, *arguments: str) -> None:
        import pyspark

        program = Path(pyspark.__file__).parent / "bin" / "spark-class"
        command = [str(program), f"org.apache.spark.deploy.{name}", *arguments]
        with (self.folder / f"{name}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self.processes.append(process)


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        machines = Cluster(folder)
        stack.callback(machines.stop)
        machines.start()
        yield machines


def test_a_worker_that_dies_changes_nothing(java: None, inside: Path, amount: Any) -> None:
    if not amount(bounded=0, full=1):
        pytest.skip("the cluster needs two minutes to notice that a worker died: run with --full")
    for path in files(inside / "tin", REPORTS).iterdir():
        path.write_text(path.read_text(encoding="utf-8") + FILL, encoding="utf-8")
    pipeline.build(["tin"], "one.sqlite", jobs=1)
    (inside / "cluster").mkdir()
    with running(inside / "cluster") as machines:
        command = [sys.executable, "-m", "citegraph", "cluster", "tin", "dataset", "--master", machines.url]
        job = subprocess.Popen(
            command, env=machines.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            first_pass = inside / "dataset" / "_work" / "local"
            _wait("the middle", lambda: len(list(first_pass.glob("_temporary/0/task_*"))) > 1 or job.poll() is not None)
            assert job.poll() is None, job.communicate()[0]
            assert machines.executors() == 2, "both workers must be at work"
            machines.kill_worker()
            assert not (first_pass / "_SUCCESS").exists(), "the worker died too late to matter"
            said, _ = job.communicate(timeout=PATIENCE)
        finally:
            job.kill()
            job.wait()
        assert job.returncode == 0, said
        assert machines.alive() == 1
    cluster.load("dataset", "many.sqlite")
    with Store("many.sqlite") as many, Store("one.sqlite") as one:
        assert list(many.dump()) == list(one.dump())
        assert len(list(many.reports())) == REPORTS


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(what: str, ready: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            pytest.fail(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.05)
