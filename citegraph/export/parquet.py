"""Write the three tables as Parquet, for DuckDB, Spark, pandas and polars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from citegraph.export.format_definition import ExportFormat
from citegraph.model import Corpus
from citegraph.store.data_frames import Kind, arrow_table


def _parquet_format(kind: Kind, about: str, values: Callable[[Corpus], Iterable[Any]]) -> ExportFormat:
    def write_parquet(corpus: Corpus, lang: str) -> Iterator[bytes]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        out = pa.BufferOutputStream()
        arrow = arrow_table(kind, values(corpus)).replace_schema_metadata({"generator": f"citegraph {kind}"})
        pq.write_table(arrow, out, compression="zstd")
        yield out.getvalue().to_pybytes()

    return ExportFormat(
        name="parquet", file=f"{kind}.parquet", help=about, stamp=f"citegraph {kind}".encode(), write=write_parquet
    )


FORMATS = (
    _parquet_format(
        "documents",
        "Parquet tables, for DuckDB, Spark and data frames: documents …",
        lambda corpus: corpus.documents,
    ),
    _parquet_format("reports", "… reports …", lambda corpus: corpus.reports),
    _parquet_format("citations", "… and citations, with all that was decided.", lambda corpus: corpus.citations),
)
