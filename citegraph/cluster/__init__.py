"""Process reports with Spark into a Parquet dataset, and load the dataset into a store.

Only this package uses Spark. Reports are read, extracted and resolved by the same functions as on a single machine, so
both give the same rows.
"""

from __future__ import annotations

from citegraph.cluster.dataset_loading import load
from citegraph.cluster.spark_job import JobSummary, run
from citegraph.errors import ClusterError

__all__ = ["ClusterError", "JobSummary", "load", "run"]
