"""Convert a path as a user writes it to one that Hadoop file systems accept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class HadoopPath:
    """A path on any file system that Spark can read; a path without a scheme is on the configured file system."""

    def __init__(self, spark: SparkSession, name: str) -> None:
        self._files = spark.sparkContext._jvm.org.apache.hadoop.fs  # type: ignore[union-attr]
        configuration = spark.sparkContext._jsc.hadoopConfiguration()
        self.is_local = (
            "://" not in name and str(self._files.FileSystem.getDefaultUri(configuration).getScheme()) == "file"
        )
        # Java has its own current folder, which does not follow that of this process.
        path = self._files.Path(str(Path.cwd() / name) if self.is_local else name)
        self._system = path.getFileSystem(configuration)
        self.uri = str(self._system.makeQualified(path).toString())
        self.exists = bool(self._system.exists(path))

    def delete(self, child: str) -> None:
        """Delete a file or folder below this path, if it exists."""
        self._system.delete(self._files.Path(f"{self.uri}/{child}"), True)

    def write(self, child: str, text: str) -> None:
        """Write a small file below this path."""
        stream = self._system.create(self._files.Path(f"{self.uri}/{child}"))
        stream.write(text.encode("utf-8"))
        stream.close()


def escape_pattern_characters(path: str) -> str:
    """Return a path with the special characters of Hadoop patterns escaped."""
    return "".join(f"\\{c}" if c in "*?[]{}\\" else c for c in path)
