"""List the input files on any file system that Spark reads, and make one table of them."""

from __future__ import annotations

import os
from functools import reduce
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from citegraph.cluster import rows
from citegraph.cluster.hadoop_paths import HadoopPath, escaped
from citegraph.cluster.report_pass import CONTENT, NUMBER, PATH, Local, refused, source_row
from citegraph.cluster.warc import ENDINGS
from citegraph.errors import ReadError
from citegraph.read.parser_types import DOCUMENT_BYTES
from citegraph.read.tables import JSONL, PARQUET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

SPLIT_BYTES = 64 * 1024 * 1024
"""Tables of at least this size are shared out among workers; a smaller file is read by one."""

MOST_BYTES = 2**31 - 1
"""The largest file that Spark hands over whole, in bytes."""

_LINES = JSONL.endings
_PARQUET = PARQUET.endings
_HIDDEN = ("~$",)


def local(spark: SparkSession, name: str, work: Local, split_bytes: int = SPLIT_BYTES) -> DataFrame:
    """The table "local" of everything at `name`: a file, a folder or a pattern on any file system Spark reads.

    Paths are those that the single machine gives the same files. Raises ReadError where there is nothing.
    """
    root = _Root(spark, name)
    listing = root.listing()
    length, path = listing["length"], listing["path"]
    hidden = [path.contains(f"/{start}") for start in _HIDDEN]
    listing = listing.filter(~reduce(lambda one, other: one | other, hidden))
    lower = _lower(path)
    large = listing.select("path", "length").filter(length >= split_bytes).collect()
    lines = [row.path for row in large if row.path.lower().endswith(_LINES)]
    parquets = [row.path for row in large if row.path.lower().endswith(_PARQUET)]
    most = {row.path: _most(row.path) for row in large}
    too_long = [row.path for row in large if row.length > most[row.path] and row.path not in (*lines, *parquets)]
    apart = {*lines, *parquets, *too_long}
    whole = listing.filter(length <= MOST_BYTES).filter(lower.isNotNull())
    if apart:
        whole = whole.filter(~path.isin(sorted(apart)))
    parts = [_map(root.named(whole).select(PATH, listing["content"].alias(CONTENT)), work.files)]
    if lines:
        parts.append(_map(_numbered_lines(spark, root, lines), work.lines))
    if parquets:
        parts.append(_map(_numbered_rows(spark, root, parquets), work.tables))
    said = [source_row(root.shown(each)) for each in (*lines, *parquets)]
    for each in too_long:
        error = ReadError(each, f"longer than {most[each] // 2**20} MB", "split it, or give it as a table (.jsonl)")
        said += refused(root.shown(each), error)
    for each in root.empty():
        said += work.file(root.shown(each), b"")
    if said:
        parts.append(_given(spark, said))
    return reduce(lambda one, other: one.unionByName(other), parts)


class _Root:
    """What the user named, and how the names of the files at it are shown."""

    def __init__(self, spark: SparkSession, name: str) -> None:
        self._spark, self._name, self._path = spark, name, HadoopPath(spark, name)

    def listing(self) -> DataFrame:
        """The files: path, length and content, which is read only where it is asked for."""
        from pyspark.errors import AnalysisException

        name = escaped(self._path.uri) if self._path.exists else self._path.uri  # a pattern, perhaps
        reader = self._spark.read.format("binaryFile").option("recursiveFileLookup", "true")
        try:
            return reader.load(name)
        except AnalysisException as error:
            raise ReadError(self._name, "there is nothing at this path", "check the name") from error

    def empty(self) -> list[str]:
        """The files without a byte, which Spark lists and passes over when it reads."""
        files = self.listing()
        listed = [(_listed(path),) for path in files.inputFiles()]
        if not listed:
            return []
        read = files.select("path")
        found = self._spark.createDataFrame(listed, "path string").join(read, "path", "left_anti").collect()
        return sorted(row.path for row in found)

    def named(self, files: DataFrame) -> DataFrame:
        """With a column PATH: the path as the single machine shows it."""
        from pyspark.sql import functions as f

        path = files["path"]
        for start, shown in self._prefixes():
            path = f.when(
                path.startswith(start), f.concat(f.lit(shown), f.substr(path, f.lit(len(start) + 1)))
            ).otherwise(path)
        return files.withColumn(PATH, path)

    def shown(self, path: str) -> str:
        """One path as the single machine shows it."""
        for start, shown in self._prefixes():
            if path.startswith(start):
                path = shown + path.removeprefix(start)
        return path

    def _prefixes(self) -> tuple[tuple[str, str], ...]:
        """What Spark calls the beginning of a path, and what the user called it."""
        if self._path.exists and self._path.is_local:
            return ((self._path.uri, os.path.normpath(self._name)), ("file:", ""))
        return (("file:", ""),)


def _numbered_lines(spark: SparkSession, root: _Root, paths: list[str]) -> DataFrame:
    """The lines of large tables with their numbers: counted by block first, then numbered in each block."""
    shown = {path: root.shown(path) for path in paths}
    # Only "\n" ends a line, as on the single machine; the bytes stay as they are.
    text = spark.read.option("lineSep", "\n").text([escaped(path) for path in paths])
    raw = text.selectExpr(
        f"cast(value as binary) as {CONTENT}", "_metadata.file_path as file", "_metadata.file_block_start as block"
    )
    counted = raw.groupBy("file", "block").count().collect()
    begins: dict[tuple[str, int], int] = {}
    names = {row.file: shown[_listed(row.file)] for row in counted}
    done: dict[str, int] = {}
    for row in sorted(counted, key=lambda row: (row.file, row.block)):
        begins[row.file, row.block] = done.get(row.file, 0)
        done[row.file] = begins[row.file, row.block] + row["count"]
    return raw.mapInArrow(_Numbering(begins, names), f"{PATH} string, {NUMBER} bigint, {CONTENT} binary")


class _Numbering:
    """Gives lines their numbers, in the order in which a block is read."""

    def __init__(self, begins: dict[tuple[str, int], int], names: dict[str, str]) -> None:
        self._begins, self._names = begins, names

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        begins = dict(self._begins)
        for batch in batches:
            paths, numbers = [], []
            for key in zip(batch["file"].to_pylist(), batch["block"].to_pylist(), strict=True):
                begins[key] += 1
                numbers.append(begins[key])
                paths.append(self._names[key[0]])
            columns = {PATH: paths, NUMBER: numbers, CONTENT: batch[CONTENT]}
            yield pa.RecordBatch.from_pydict(columns)


def _numbered_rows(spark: SparkSession, root: _Root, paths: list[str]) -> DataFrame:
    """The rows of large Parquet files with their numbers, which Parquet itself knows."""
    from pyspark.sql import functions as f

    table = spark.read.option("mergeSchema", "true").parquet(*[escaped(path) for path in paths])
    names = {path: root.shown(path) for path in paths}
    shown = f.udf(lambda path: names[_listed(path)], "string")
    path, number = shown(f.col("_metadata.file_path")), f.col("_metadata.row_index") + 1
    return table.select(path.alias(PATH), number.alias(NUMBER), "*")


def _listed(path: str) -> str:
    """A path from Spark's `_metadata`, "file:///a%20b", as its listing of files has it: "file:/a b"."""
    return unquote(path).replace("file:///", "file:/")


def _most(path: str) -> int:
    """The longest file of its kind that is read whole, in bytes."""
    return MOST_BYTES if path.lower().endswith((*ENDINGS, *_LINES, *_PARQUET)) or _packed(path) else DOCUMENT_BYTES


def _packed(path: str) -> bool:
    return path.lower().endswith((".gz", ".xz", ".zst"))


def _lower(column: Any) -> Any:
    from pyspark.sql import functions as f

    return f.lower(column)


def _map(frame: DataFrame, work: Any) -> DataFrame:
    return frame.mapInArrow(work, spark_schema("local"))


def _given(spark: SparkSession, values: list[rows.Row]) -> DataFrame:
    import pyarrow as pa

    return spark.createDataFrame(pa.Table.from_batches([rows.batch("local", values)]), spark_schema("local"))


def spark_schema(table: str) -> Any:
    """The columns of a table as Spark has them."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(rows.schema(table))
