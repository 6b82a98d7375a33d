"""Import the libraries of `citegraph[office]` when a file needs them."""

from __future__ import annotations

import importlib
from typing import Any

from citegraph.errors import ReadError

INSTALL = "install it with \"pip install 'citegraph[office]'\""


def needed(module: str, path: str) -> Any:
    """The module; ReadError where it is not installed, which says how to get it.

    Args:
        module: Its name.
        path: The file that needs it, for messages.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ReadError(path, f"needs {module}, which is not installed", INSTALL) from error
