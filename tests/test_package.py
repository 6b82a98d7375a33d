"""What is installed is whole: the wheel, also the one made from the source archive, runs without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytest.importorskip("hatchling", reason="hatchling is not installed: pip install 'citegraph[test]'")


def build(checkout: Path, target: Path, kind: str) -> Path:
    """The one file that hatchling makes of a checkout: a "wheel" or an "sdist"."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    [made] = target.iterdir()
    return made


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/RECORD")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "citegraph"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("no git checkout: the files of the package cannot be listed")
    there = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    assert there <= names(wheel)


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = build(ROOT, tmp_path / "sdist", "sdist")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    [folder] = (tmp_path / "unpacked").iterdir()
    assert names(build(folder, tmp_path / "again", "wheel")) == names(wheel)


def test_the_installed_command_runs_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)  # noqa: S202 - of our own making
    environment = {**os.environ, "PYTHONPATH": str(place), "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert Path(run("-c", "import citegraph; print(citegraph.__file__)").stdout.strip()).is_relative_to(place)
    ran = run("-m", "citegraph", "demo")
    assert (ran.returncode, "Files        15 read" in ran.stdout) == (0, True), ran.stderr
    assert (tmp_path / "output/demo/graph.html").stat().st_size > 100_000
    asked = run("-m", "citegraph", "cited-by", "35-NQ/TW", "--store", "output/demo/demo.sqlite", "--format", "csv")
    assert len(asked.stdout.splitlines()) > 3
