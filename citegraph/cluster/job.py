"""The Spark job from input path to Parquet dataset, on one page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import reduce
from typing import TYPE_CHECKING

from citegraph import records
from citegraph.cluster import inputs, rows
from citegraph.cluster.corpus_pass import Deciding, Describing, Learning
from citegraph.cluster.dataset import DATASET, VERSION
from citegraph.cluster.hadoop_paths import Place, escaped
from citegraph.cluster.report_pass import Local
from citegraph.cluster.session import session
from citegraph.errors import ClusterError
from citegraph.ids import UNKNOWN
from citegraph.knowledge.tables import Folder
from citegraph.model import Document, Method, Scope
from citegraph.pipeline.fingerprint import fingerprint

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a job wrote, in rows."""

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
    split_bytes: int = inputs.SPLIT_BYTES,
) -> Summary:
    """Decide what the reports at `name` cite and write it to the new folder `output`, both on any file system of Spark.

    Tables are `reports`, `citations` (as finally decided; `local` is what the report alone says where that differs),
    `documents`, `edges` (how many reports cite both documents), `findings`, `failures` and `sources`. `master` is
    the address of a cluster, `knowledge` a folder of the user's tables, on this machine; tables of `split_bytes` and
    more are shared out among workers. Raises ReadError where there is no input, KnowledgeError, and ClusterError
    without Spark, for an output that is there already and for a job that fails. The workers need this package.
    """
    tables = records.load(knowledge).knowledge  # a fault in the user's tables is told before a cluster is asked for
    with session(master) as spark:
        files = _Files(spark, output)
        work = Local(tables)
        try:
            found = inputs.local(spark, name, work, split_bytes)
            local = files.kept("local", found)  # from here on no worker's death costs the first pass again
            named = _named(local)
            learned = _learned(named, work)
            decided = files.kept(
                "decided", named.mapInArrow(Deciding(work.records, learned), inputs.spark_schema("decided"))
            )
            summary = _write(files, local, decided, work, learned)
        finally:
            files.forget()
        files.finish({"version": VERSION, "rules": fingerprint(tables)} | asdict(summary))
        return summary


def _write(files: _Files, local: DataFrame, decided: DataFrame, work: Local, learned: tuple[Document, ...]) -> Summary:
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
    files.write("documents", _documents(citations, work, learned).orderBy("id"))
    files.write("edges", _edges(citations).orderBy("one", "other"))
    tables = ("reports", "failures", "citations", "documents", "edges")
    counted = [files.read(table).groupBy(f.lit(table).alias("table")).count() for table in tables]
    counts = {row.table: row["count"] for row in reduce(lambda one, other: one.union(other), counted).collect()}
    return Summary(**{table: counts.get(table, 0) for table in tables})


def _named(local: DataFrame) -> DataFrame:
    """The reports under their names: the stem where no other report could be meant by that, else the path."""
    from pyspark.sql import functions as f

    reports = local.filter("report is not null")
    stem, path = f.col("report.id"), f.col("report.path")
    many = reports.groupBy(stem.alias("stem")).count().filter("count > 1").select("stem")
    paths = reports.select(path.alias("stem"), stem.alias("own")).filter("stem <> own").select("stem").distinct()
    meant = many.union(paths).distinct().withColumn("meant", f.lit(True))  # what more than one could be meant by
    joined = reports.withColumn("stem", stem).join(meant, "stem", "left")
    return joined.withColumn("name", f.when(f.col("meant"), path).otherwise(stem)).select(
        "source", "row", "name", "report", "citations"
    )


def _learned(named: DataFrame, work: Local) -> tuple[Document, ...]:
    """The documents that reports date or title, sorted: each is learned on the worker that has all its citations.

    The documents themselves come to the driver, for every worker needs them next.
    """
    from pyspark.sql import functions as f

    minted = (
        named.select(f.explode("citations").alias("c"))
        .select("c.*")
        .filter((f.col("method") == Method.MINTED.value) & (f.col("mention.scope") == Scope.PARTY.value))
    )
    learning = (
        _short(minted).repartition("document").mapInArrow(Learning(work.records), inputs.spark_schema("document"))
    )
    documents = (rows.noun(Document, row.asDict(recursive=True)) for row in learning.collect())
    return tuple(sorted(documents, key=lambda document: document.id))


def _documents(citations: DataFrame, work: Local, learned: tuple[Document, ...]) -> DataFrame:
    decided = _short(citations.filter(~citations["document"].contains(UNKNOWN)))
    parts = decided.repartition("document").sortWithinPartitions("document", "report", "mention.span.start")
    return parts.mapInArrow(Describing(work.records, learned), inputs.spark_schema("document"))


def _edges(citations: DataFrame) -> DataFrame:
    """How many reports cite both of two documents."""
    from pyspark.sql import functions as f

    cited = citations.filter(~citations["document"].contains(UNKNOWN)).select("report", "document").distinct()
    one, other = cited.withColumnRenamed("document", "one"), cited.withColumnRenamed("document", "other")
    return one.join(other, "report").filter("one < other").groupBy("one", "other").agg(f.count("*").alias("reports"))


def _short(citations: DataFrame) -> DataFrame:
    """Citations without what is long and says nothing of the document, to be sent between workers."""
    from pyspark.sql import functions as f

    mention = f.col("mention").withField("quote", f.lit("")).withField("surface", f.lit(""))
    empty = f.array().cast(citations.schema["evidence"].dataType)
    none = f.array().cast(citations.schema["candidates"].dataType)
    return citations.select(
        *("report", mention.alias("mention"), "document", "method", "confidence"),
        *(empty.alias("evidence"), none.alias("candidates")),
    )


class _Files:
    """The folder that is written to."""

    def __init__(self, spark: SparkSession, output: str) -> None:
        self._spark, self._place = spark, Place(spark, output)
        if self._place.exists:
            raise ClusterError(output, "is there already", "name a new folder, or remove this one")

    def kept(self, table: str, frame: DataFrame) -> DataFrame:
        """The table, computed now and kept in files until `forget`."""
        self.write(f"_work/{table}", frame)
        return self.read(f"_work/{table}", frame.schema)

    def write(self, table: str, frame: DataFrame) -> None:
        """Write a table of the dataset."""
        frame.write.parquet(f"{self._place.uri}/{table}")

    def read(self, table: str, schema: StructType | None = None) -> DataFrame:
        """A table that was written; its `schema`, where it is known, saves a look at it."""
        reader = self._spark.read if schema is None else self._spark.read.schema(schema)
        return reader.parquet(escaped(f"{self._place.uri}/{table}"))

    def forget(self) -> None:
        """Delete what was only kept for the job."""
        self._place.delete("_work")

    def finish(self, facts: Mapping[str, object]) -> None:
        """Say that the dataset is whole."""
        self._place.write(DATASET, json.dumps(facts, indent=1, sort_keys=True) + "\n")
