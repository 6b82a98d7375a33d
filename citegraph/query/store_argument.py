"""Let a query accept either an open store or the path of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from citegraph.store import Store

P = ParamSpec("P")
T = TypeVar("T")


def takes_path(question: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store | str | Path, P], T]:
    """Decorate a query so that its first argument is an open store or the path of one.

    A store given by its path is open only during the query, so the result must not read from it later.

    Args:
        question: A function whose first argument is an open store.

    Returns:
        The function that accepts both. It raises StoreError if there is no store at the path.
    """

    @wraps(question)
    def answer(store: Store | str | Path, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with open_if_path(store) as open_store:
            return question(open_store, *args, **kwargs)

    return answer


@contextmanager
def open_if_path(store: Store | str | Path) -> Iterator[Store]:
    """Yield an open store unchanged; open a store given by its path until the block ends.

    Raises:
        StoreError: There is no store at the path.
    """
    if isinstance(store, Store):
        yield store
    else:
        with Store(store) as own:
            yield own
