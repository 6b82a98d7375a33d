"""Open a Spark session; every Spark error becomes a ClusterError."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from citegraph.errors import ClusterError
from citegraph.i18n import message

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


BATCH_ROWS = 64
"""How many files, or rows of a table, a Python worker gets at once; Spark's 10,000 could be gigabytes of files."""


@contextmanager
def spark_session(master: str | None) -> Iterator[SparkSession]:
    """Open a Spark session. A session that is already open is used and left open.

    Args:
        master: The address of the cluster ("local[2]", "spark://host:7077"); by default as configured for Spark.

    Raises:
        ClusterError: PySpark or Java is not installed, the cluster cannot be reached, or Spark fails inside the block.
    """
    _require_spark()
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers need the Python with this package
    given = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("citegraph").config("spark.log.level", "ERROR")
    if master is not None:
        builder = builder.master(master)
    where = master or "Spark"
    try:
        spark = given or builder.getOrCreate()
    except Exception as error:  # Java raises many kinds of errors
        remedy = message("do.check_cluster")
        raise ClusterError(where, message("cluster.unreachable", why=_first_line(error)), remedy) from error
    try:
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH_ROWS))
        yield spark
    except PySparkException as error:
        raise ClusterError(
            where, message("cluster.failed", why=_first_line(error)), message("do.see_executor_log")
        ) from error
    finally:
        if given is None:
            spark.stop()


def _require_spark() -> None:
    if importlib.util.find_spec("pyspark") is None:
        remedy = message("do.install", command="pip install 'citegraph[spark]'")
        raise ClusterError("citegraph cluster", message("cluster.no_pyspark"), remedy)
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise ClusterError("citegraph cluster", message("cluster.no_java"), message("do.install_java"))


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
