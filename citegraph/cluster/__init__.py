"""Process reports with Spark into a Parquet dataset, and load the dataset into a store.

The only module that knows Spark. What is read, extracted and resolved is read, extracted and resolved by the functions
of the single machine, so both ways end in the same rows.
"""

from __future__ import annotations

from citegraph.cluster.dataset import load
from citegraph.cluster.job import Summary, run
from citegraph.errors import ClusterError

__all__ = ["ClusterError", "Summary", "load", "run"]
