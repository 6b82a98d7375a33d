"""Import the libraries of `citegraph[office]` when a file needs them."""

from __future__ import annotations

import importlib
from typing import Any

from citegraph.errors import ReadError
from citegraph.i18n import message

INSTALL = message("do.install", command="pip install 'citegraph[office]'")


def import_optional(module: str, path: str) -> Any:
    """Import a module.

    Args:
        module: The name of the module.
        path: The file that needs it, for messages.

    Raises:
        ReadError: The module is not installed; the remedy says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ReadError(path, message("need.package", library=module), INSTALL) from error
