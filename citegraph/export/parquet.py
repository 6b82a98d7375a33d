"""Corpus in, its three tables as Parquet out, for DuckDB, Spark, pandas and polars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from citegraph.export.format import Format
from citegraph.model import Corpus
from citegraph.store.frames import Kind, table


def _writer(kind: Kind, nouns: Callable[[Corpus], Iterable[Any]]) -> Callable[[Corpus, str], Iterator[bytes]]:
    def write(corpus: Corpus, lang: str) -> Iterator[bytes]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        out = pa.BufferOutputStream()
        pq.write_table(table(kind, nouns(corpus)), out, compression="zstd")
        yield out.getvalue().to_pybytes()

    return write


FORMATS = (
    Format(
        name="parquet",
        file="documents.parquet",
        help="Parquet tables, for DuckDB, Spark and data frames: documents …",
        write=_writer("documents", lambda corpus: corpus.documents),
    ),
    Format(
        name="parquet",
        file="reports.parquet",
        help="… reports …",
        write=_writer("reports", lambda corpus: corpus.reports),
    ),
    Format(
        name="parquet",
        file="citations.parquet",
        help="… and citations, with all that was decided.",
        write=_writer("citations", lambda corpus: corpus.citations),
    ),
)
