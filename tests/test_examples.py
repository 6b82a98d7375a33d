"""The examples in the docstrings of all modules are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import citegraph

NEEDS = {"citegraph.cluster": "pyspark", "citegraph.web": "starlette", "citegraph.web.mcp_server": "mcp"}
"""Parts of the package that need an extra."""
MODULES = sorted(["citegraph", *(found.name for found in walk_packages(citegraph.__path__, "citegraph."))])


@pytest.mark.parametrize("package", sorted({name.partition(".")[2].partition(".")[0] for name in MODULES}))
def test_the_examples_are_true(package: str) -> None:
    tried = 0
    for name in MODULES:
        if name.partition(".")[2].partition(".")[0] != package:
            continue
        for part, library in NEEDS.items():
            if name == part or name.startswith(f"{part}."):
                pytest.importorskip(library)
        result = doctest.testmod(import_module(name))
        assert not result.failed, name
        tried += result.attempted
    print(f"{package}: {tried} examples")


def test_the_package_shows_examples() -> None:
    assert doctest.testmod(citegraph).attempted > 10
