"""Translate a path as a user writes it into one that Hadoop file systems accept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class HadoopPath:
    """A path on any file system that Spark reads; without a scheme, on the one that it is configured for."""

    def __init__(self, spark: SparkSession, name: str) -> None:
        self._files = spark.sparkContext._jvm.org.apache.hadoop.fs  # type: ignore[union-attr]
        configuration = spark.sparkContext._jsc.hadoopConfiguration()
        self.is_local = (
            "://" not in name and str(self._files.FileSystem.getDefaultUri(configuration).getScheme()) == "file"
        )
        # Java does not follow this process when it changes its folder.
        there = self._files.Path(str(Path.cwd() / name) if self.is_local else name)
        self._system = there.getFileSystem(configuration)
        self.uri = str(self._system.makeQualified(there).toString())
        self.exists = bool(self._system.exists(there))

    def delete(self, child: str) -> None:
        """Delete what lies below, if it is there."""
        self._system.delete(self._files.Path(f"{self.uri}/{child}"), True)

    def write(self, child: str, text: str) -> None:
        """Write a small file below."""
        stream = self._system.create(self._files.Path(f"{self.uri}/{child}"))
        stream.write(text.encode("utf-8"))
        stream.close()


def escaped(path: str) -> str:
    """A path without the meaning that Hadoop gives to signs in it."""
    return "".join(f"\\{c}" if c in "*?[]{}\\" else c for c in path)
