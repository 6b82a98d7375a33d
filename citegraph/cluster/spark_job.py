"""The Spark job from the input path to the Parquet dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from citegraph import decisions, records
from citegraph.cluster import arrow_rows, spark_inputs
from citegraph.cluster.corpus_pass import Deciding, Describing, Learning
from citegraph.cluster.dataset_loading import DATASET, VERSION
from citegraph.cluster.hadoop_paths import HadoopPath, escape_pattern_characters
from citegraph.cluster.report_pass import ReportPass
from citegraph.cluster.spark_session import spark_session
from citegraph.errors import ClusterError
from citegraph.i18n import message
from citegraph.ids import UNKNOWN
from citegraph.knowledge.tables import Folder
from citegraph.model import Document, Method, Scope
from citegraph.pipeline.fingerprint import reading_fingerprint

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSummary:
    """The number of rows that a job wrote to each table."""

    reports: int
    failures: int
    citations: int
    documents: int
    edges: int


def run(
    name: str,
    output: str,
    *,
    master: str | None = None,
    knowledge: Folder = None,
    people: str | Path | None = None,
    split_bytes: int = spark_inputs.SPLIT_BYTES,
) -> JobSummary:
    """Decide what the reports at `name` cite, and write a dataset.

    The tables of the dataset are `reports`, `citations` (the final decisions; `local` is the decision of the report
    alone where it differs), `documents`, `edges` (the number of reports that cite both documents), `findings`,
    `failures` and `sources`. The workers need this package.

    Args:
        name: The input: a file, a folder or a pattern, on any file system that Spark can read.
        output: The new folder for the dataset, on any file system that Spark can write.
        master: The address of the cluster; by default as configured for Spark.
        knowledge: A folder on this machine with the user's own tables of knowledge.
        people: The table of people's decisions, on this machine.
        split_bytes: Tables of at least this size are split among workers.

    Returns:
        The number of rows in each table.

    Raises:
        ReadError: There is nothing at `name`.
        KnowledgeError: The user's tables have errors.
        ClusterError: Spark is not installed, `output` already exists, or the job failed.
    """
    tables = records.load(knowledge).knowledge  # errors in the user's tables are reported before a cluster is used
    decided_by_people = decisions.load(Path(people)) if people is not None else ()
    with spark_session(master) as spark:
        files = _Files(spark, output)
        work = ReportPass(tables)
        try:
            found = spark_inputs.local_results_table(spark, name, work, split_bytes)
            local = files.checkpoint("local", found)  # the first pass is not repeated if a worker dies later
            named = _with_report_ids(local)
            learned = _learn_documents(named, work)
            decided = files.checkpoint(
                "decided",
                named.mapInArrow(
                    Deciding(work.records, learned, decided_by_people), spark_inputs.spark_schema("decided")
                ),
            )
            summary = _write_dataset(files, local, decided, work, learned)
        finally:
            files.delete_checkpoints()
        files.mark_complete({"version": VERSION, "rules": reading_fingerprint(tables)} | asdict(summary))
        return summary


def _write_dataset(
    files: _Files, local: DataFrame, decided: DataFrame, work: ReportPass, learned: tuple[Document, ...]
) -> JobSummary:
    from pyspark.sql import functions as f

    place = ["source", "row"]
    citations = decided.select(*place, f.explode("citations").alias("c")).select(
        *place, "c.citation.*", f.col("c.local").alias("local")
    )
    files.write("reports", decided.select(*place, "stem", "report.*").orderBy(*place))
    files.write("citations", citations.orderBy(*place, "mention.span.start"))
    files.write(
        "findings",
        decided.select(f.explode("findings").alias("d")).select("d.*").orderBy("report", "span.start"),
    )
    files.write("failures", local.filter("failure is not null").select(*place, "failure.*").orderBy(*place))
    sources = local.filter("row = 0").select("source", "sha256")
    files.write("sources", sources.orderBy("source"))
    files.write("documents", _document_table(citations, work, learned).orderBy("id"))
    files.write("edges", _edge_table(citations).orderBy("one", "other"))
    tables = ("reports", "failures", "citations", "documents", "edges")
    counted = [files.read(table).groupBy(f.lit(table).alias("table")).count() for table in tables]
    counts = {row.table: row["count"] for row in reduce(lambda one, other: one.union(other), counted).collect()}
    return JobSummary(**{table: counts.get(table, 0) for table in tables})


def _with_report_ids(local: DataFrame) -> DataFrame:
    """Return the reports with their ids: the stem if it is unambiguous, else the path."""
    from pyspark.sql import functions as f

    reports = local.filter("report is not null")
    stem, path = f.col("report.id"), f.col("report.path")
    repeated = reports.groupBy(stem.alias("stem")).count().filter("count > 1").select("stem")
    paths = reports.select(path.alias("stem"), stem.alias("own")).filter("stem <> own").select("stem").distinct()
    ambiguous = repeated.union(paths).distinct().withColumn("meant", f.lit(True))  # may mean several reports
    joined = reports.withColumn("stem", stem).join(ambiguous, "stem", "left")
    return joined.withColumn("name", f.when(f.col("meant"), path).otherwise(stem)).select(
        "source", "row", "name", "report", "citations"
    )


def _learn_documents(named: DataFrame, work: ReportPass) -> tuple[Document, ...]:
    """Return the documents learned from dates and titles in reports, sorted by id.

    Each is learned on the worker that has all its citations. The documents are then collected on the driver, because
    every worker needs them next.
    """
    from pyspark.sql import functions as f

    minted = (
        named.select(f.explode("citations").alias("c"))
        .select("c.*")
        .filter((f.col("method") == Method.MINTED.value) & (f.col("mention.scope") == Scope.PARTY.value))
    )
    learning = (
        _without_texts(minted)
        .repartition("document")
        .mapInArrow(Learning(work.records), spark_inputs.spark_schema("document"))
    )
    documents = (arrow_rows.from_row(Document, row.asDict(recursive=True)) for row in learning.collect())
    return tuple(sorted(documents, key=lambda document: document.id))


def _document_table(citations: DataFrame, work: ReportPass, learned: tuple[Document, ...]) -> DataFrame:
    decided = _without_texts(citations.filter(~citations["document"].contains(UNKNOWN)))
    parts = decided.repartition("document").sortWithinPartitions("document", "report", "mention.span.start")
    return parts.mapInArrow(Describing(work.records, learned), spark_inputs.spark_schema("document"))


def _edge_table(citations: DataFrame) -> DataFrame:
    """Return how many reports cite both of two documents."""
    from pyspark.sql import functions as f

    cited = citations.filter(~citations["document"].contains(UNKNOWN)).select("report", "document").distinct()
    one, other = cited.withColumnRenamed("document", "one"), cited.withColumnRenamed("document", "other")
    return one.join(other, "report").filter("one < other").groupBy("one", "other").agg(f.count("*").alias("reports"))


def _without_texts(citations: DataFrame) -> DataFrame:
    """Return citations without the long columns that are not about the document, to send less between workers."""
    from pyspark.sql import functions as f

    mention = f.col("mention").withField("quote", f.lit("")).withField("surface", f.lit(""))
    empty = f.array().cast(citations.schema["evidence"].dataType)
    none = f.array().cast(citations.schema["candidates"].dataType)
    return citations.select(
        *("report", mention.alias("mention"), "document", "method", "confidence"),
        *(empty.alias("evidence"), none.alias("candidates")),
    )


class _Files:
    """The output folder."""

    def __init__(self, spark: SparkSession, output: str) -> None:
        self._spark, self._path = spark, HadoopPath(spark, output)
        if self._path.exists:
            raise ClusterError(output, message("cluster.exists"), message("do.new_folder"))

    def checkpoint(self, table: str, frame: DataFrame) -> DataFrame:
        """Compute a table now and keep it in files until `delete_checkpoints`."""
        self.write(f"_work/{table}", frame)
        return self.read(f"_work/{table}", frame.schema)

    def write(self, table: str, frame: DataFrame) -> None:
        """Write a table of the dataset."""
        frame.write.parquet(f"{self._path.uri}/{table}")

    def read(self, table: str, schema: StructType | None = None) -> DataFrame:
        """Return a table that was written; passing its `schema` avoids reading it from the files."""
        reader = self._spark.read if schema is None else self._spark.read.schema(schema)
        return reader.parquet(escape_pattern_characters(f"{self._path.uri}/{table}"))

    def delete_checkpoints(self) -> None:
        """Delete the files of checkpoints."""
        self._path.delete("_work")

    def mark_complete(self, facts: Mapping[str, object]) -> None:
        """Mark the dataset as complete."""
        self._path.write(DATASET, json.dumps(facts, indent=1, sort_keys=True) + "\n")
