"""List the input files on any file system that Spark can read, and make one table of them."""

from __future__ import annotations

import os
from functools import reduce
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from citegraph.cluster import arrow_rows
from citegraph.cluster.hadoop_paths import HadoopPath, escape_pattern_characters
from citegraph.cluster.report_pass import CONTENT, NUMBER, PATH, ReportPass, row_of_split_file, rows_of_refused_file
from citegraph.cluster.warc import ENDINGS
from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read.parser_types import DOCUMENT_BYTES
from citegraph.read.report_tables import JSONL, PARQUET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

SPLIT_BYTES = 64 * 1024 * 1024
"""Tables of at least this size are split among workers; a smaller file is read by one worker."""

MOST_BYTES = 2**31 - 1
"""The largest file that Spark passes on whole, in bytes."""

_LINES = JSONL.endings
_PARQUET = PARQUET.endings
_HIDDEN = ("~$",)


def local_results_table(spark: SparkSession, name: str, work: ReportPass, split_bytes: int = SPLIT_BYTES) -> DataFrame:
    """Return the table "local" of all files at `name`.

    Paths are the same as on a single machine.

    Args:
        spark: The Spark session.
        name: A file, a folder or a pattern, on any file system that Spark can read.
        work: The functions that read the files.
        split_bytes: Tables of at least this size are split among workers.

    Raises:
        ReadError: There is nothing at `name`.
    """
    root = _Root(spark, name)
    listing = root.list_files()
    length, path = listing["length"], listing["path"]
    hidden = [path.contains(f"/{start}") for start in _HIDDEN]
    listing = listing.filter(~reduce(lambda left, right: left | right, hidden))
    lower = _lower_case_column(path)
    large = listing.select("path", "length").filter(length >= split_bytes).collect()
    lines = [row.path for row in large if row.path.lower().endswith(_LINES)]
    parquets = [row.path for row in large if row.path.lower().endswith(_PARQUET)]
    limits = {row.path: _whole_file_limit(row.path) for row in large}
    too_long = [row.path for row in large if row.length > limits[row.path] and row.path not in (*lines, *parquets)]
    excluded = {*lines, *parquets, *too_long}
    whole = listing.filter(length <= MOST_BYTES).filter(lower.isNotNull())
    if excluded:
        whole = whole.filter(~path.isin(sorted(excluded)))
    parts = [
        _map_batches(
            root.with_displayed_paths(whole).select(PATH, listing["content"].alias(CONTENT)), work.process_files
        )
    ]
    if lines:
        parts.append(_map_batches(_numbered_lines(spark, root, lines), work.process_lines))
    if parquets:
        parts.append(_map_batches(_numbered_rows(spark, root, parquets), work.process_table_rows))
    extra_rows = [row_of_split_file(root.displayed_path(file)) for file in (*lines, *parquets)]
    for file in too_long:
        what = message("cluster.too_long", mb=limits[file] // 2**20)
        error = ReadError(file, what, message("do.split_or_table"))
        extra_rows += rows_of_refused_file(root.displayed_path(file), error)
    for file in root.empty_files():
        extra_rows += work.rows_of_file(root.displayed_path(file), b"")
    if extra_rows:
        parts.append(_frame_of_rows(spark, extra_rows))
    return reduce(lambda left, right: left.unionByName(right), parts)


class _Root:
    """The path given by the user, and how the paths of the files below it are shown."""

    def __init__(self, spark: SparkSession, name: str) -> None:
        self._spark, self._name, self._path = spark, name, HadoopPath(spark, name)

    def list_files(self) -> DataFrame:
        """Return the files: path, length and content, which is read only if it is used."""
        from pyspark.errors import AnalysisException

        name = escape_pattern_characters(self._path.uri) if self._path.exists else self._path.uri  # it may be a pattern
        reader = self._spark.read.format("binaryFile").option("recursiveFileLookup", "true")
        try:
            return reader.load(name)
        except AnalysisException as error:
            raise ReadError(self._name, message("cluster.nothing"), message("do.check_name")) from error

    def empty_files(self) -> list[str]:
        """Return the paths of empty files, which Spark lists but does not read."""
        files = self.list_files()
        listed = [(_path_of_metadata(path),) for path in files.inputFiles()]
        if not listed:
            return []
        read = files.select("path")
        missing = self._spark.createDataFrame(listed, "path string").join(read, "path", "left_anti").collect()
        return sorted(row.path for row in missing)

    def with_displayed_paths(self, files: DataFrame) -> DataFrame:
        """Add a column PATH: the path as a single machine shows it."""
        from pyspark.sql import functions as f

        path = files["path"]
        for start, shown in self._displayed_prefixes():
            path = f.when(
                path.startswith(start), f.concat(f.lit(shown), f.substr(path, f.lit(len(start) + 1)))
            ).otherwise(path)
        return files.withColumn(PATH, path)

    def displayed_path(self, path: str) -> str:
        """Return a path as a single machine shows it."""
        for start, shown in self._displayed_prefixes():
            if path.startswith(start):
                path = shown + path.removeprefix(start)
        return path

    def _displayed_prefixes(self) -> tuple[tuple[str, str], ...]:
        """Return the prefixes of paths in Spark, each with what is shown instead."""
        if self._path.exists and self._path.is_local:
            return ((self._path.uri, os.path.normpath(self._name)), ("file:", ""))
        return (("file:", ""),)


def _numbered_lines(spark: SparkSession, root: _Root, paths: list[str]) -> DataFrame:
    """Return the lines of large tables with their numbers.

    Lines are counted by block first, then numbered in each block.
    """
    shown = {path: root.displayed_path(path) for path in paths}
    # Only "\n" ends a line, as on the single machine; the bytes stay as they are.
    text = spark.read.option("lineSep", "\n").text([escape_pattern_characters(path) for path in paths])
    raw = text.selectExpr(
        f"cast(value as binary) as {CONTENT}", "_metadata.file_path as file", "_metadata.file_block_start as block"
    )
    counted = raw.groupBy("file", "block").count().collect()
    lines_before: dict[tuple[str, int], int] = {}
    names = {row.file: shown[_path_of_metadata(row.file)] for row in counted}
    done: dict[str, int] = {}
    for row in sorted(counted, key=lambda row: (row.file, row.block)):
        lines_before[row.file, row.block] = done.get(row.file, 0)
        done[row.file] = lines_before[row.file, row.block] + row["count"]
    return raw.mapInArrow(_Numbering(lines_before, names), f"{PATH} string, {NUMBER} bigint, {CONTENT} binary")


class _Numbering:
    """A function on batches that numbers lines in the order in which a block is read."""

    def __init__(self, lines_before: dict[tuple[str, int], int], names: dict[str, str]) -> None:
        self._lines_before, self._names = lines_before, names

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        last_numbers = dict(self._lines_before)
        for batch in batches:
            paths, numbers = [], []
            for key in zip(batch["file"].to_pylist(), batch["block"].to_pylist(), strict=True):
                last_numbers[key] += 1
                numbers.append(last_numbers[key])
                paths.append(self._names[key[0]])
            columns = {PATH: paths, NUMBER: numbers, CONTENT: batch[CONTENT]}
            yield pa.RecordBatch.from_pydict(columns)


def _numbered_rows(spark: SparkSession, root: _Root, paths: list[str]) -> DataFrame:
    """Return the rows of large Parquet files with their numbers, which Spark reads from the files."""
    from pyspark.sql import functions as f

    table = spark.read.option("mergeSchema", "true").parquet(*[escape_pattern_characters(path) for path in paths])
    names = {path: root.displayed_path(path) for path in paths}
    shown = f.udf(lambda path: names[_path_of_metadata(path)], "string")
    path, number = shown(f.col("_metadata.file_path")), f.col("_metadata.row_index") + 1
    return table.select(path.alias(PATH), number.alias(NUMBER), "*")


def _path_of_metadata(path: str) -> str:
    """Convert a path from Spark's `_metadata`, "file:///a%20b", to the form of its file listing, "file:/a b"."""
    return unquote(path).replace("file:///", "file:/")


def _whole_file_limit(path: str) -> int:
    """Return the length in bytes up to which a file of this kind is read as a whole."""
    return (
        MOST_BYTES if path.lower().endswith((*ENDINGS, *_LINES, *_PARQUET)) or _is_compressed(path) else DOCUMENT_BYTES
    )


def _is_compressed(path: str) -> bool:
    return path.lower().endswith((".gz", ".xz", ".zst"))


def _lower_case_column(column: Any) -> Any:
    from pyspark.sql import functions as f

    return f.lower(column)


def _map_batches(frame: DataFrame, work: Any) -> DataFrame:
    return frame.mapInArrow(work, spark_schema("local"))


def _frame_of_rows(spark: SparkSession, values: list[arrow_rows.Row]) -> DataFrame:
    import pyarrow as pa

    return spark.createDataFrame(
        pa.Table.from_batches([arrow_rows.arrow_batch("local", values)]), spark_schema("local")
    )


def spark_schema(table: str) -> Any:
    """Return the Spark schema of a table."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(arrow_rows.arrow_schema(table))
