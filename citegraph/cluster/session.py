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

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


BATCH_ROWS = 64
"""How many files, or rows of a table, a Python worker gets at once; Spark's 10,000 could be gigabytes of files."""


@contextmanager
def session(master: str | None) -> Iterator[SparkSession]:
    """Open a Spark session. A session that is already open is used and left open.

    Args:
        master: The address of the cluster ("local[2]", "spark://host:7077"); by default as configured for Spark.

    Raises:
        ClusterError: PySpark or Java is not installed, the cluster cannot be reached, or Spark fails inside the block.
    """
    _check()
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # a worker needs the Python that has this package
    given = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("citegraph").config("spark.log.level", "ERROR")
    if master is not None:
        builder = builder.master(master)
    where = master or "Spark"
    try:
        spark = given or builder.getOrCreate()
    except Exception as error:  # Java raises many kinds of errors
        remedy = "check the address and that the cluster runs"
        raise ClusterError(where, f"cannot be reached ({_first(error)})", remedy) from error
    try:
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH_ROWS))
        yield spark
    except PySparkException as error:
        raise ClusterError(where, f"the job failed: {_first(error)}", "see the log of its executors") from error
    finally:
        if given is None:
            spark.stop()


def _check() -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise ClusterError("citegraph cluster", "PySpark is not installed", "pip install 'citegraph[spark]'")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise ClusterError("citegraph cluster", "Java is not installed", "install Java 17 or later, or set JAVA_HOME")


def _first(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
