"""The commands `cluster` and `import`: process reports on Spark, and load the result into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.decisions import print_decision_problems
from citegraph.cli.options import DEFAULT_STORE, KnowledgeOption
from citegraph.cli.printing import localized, print_line


def cluster(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="A file, folder or pattern on any file system that Spark reads.")
    ],
    output: Annotated[str, typer.Argument(metavar="OUTPUT", help="The new folder to write to, likewise.")],
    master: Annotated[
        str | None,
        typer.Option(
            "--master", help="The cluster. [default: as Spark is configured, else this machine]", metavar="URL"
        ),
    ] = None,
    knowledge: KnowledgeOption = None,
    people: Annotated[
        Path | None,
        typer.Option("--decisions", help="The table of decisions that people took.", metavar="FILE"),
    ] = None,
) -> None:
    """Read reports on an Apache Spark cluster and write what they cite as Parquet tables.

    Reads the files that build reads, and web archives (.warc, .warc.gz, .wet.gz). Needs citegraph[spark] and Java 17,
    and citegraph on every worker. The tables are those of a store: bring them home with import.

    \b
    Examples:
      citegraph cluster reports dataset
      citegraph cluster hdfs:///crawl/2025 hdfs:///cited --master spark://host:7077
      citegraph import dataset --store output/citegraph.sqlite
    """
    from citegraph import decisions
    from citegraph.cluster import run

    summary = run(source, output, master=master, knowledge=knowledge, people=people)
    print_line(localized("build.reports", n=summary.reports))
    if summary.failures:
        print_line(localized("cluster.failures", n=summary.failures, folder=f"{output}/failures"))
    print_line(localized("cluster.citations", n=summary.citations))
    print_line(localized("cluster.documents", n=summary.documents, pairs=summary.edges))
    print_line(localized("saved", path=output))
    if people is not None:
        print_decision_problems(decisions.load(people))
    if summary.failures:
        raise typer.Exit(1)


def import_(
    dataset: Annotated[Path, typer.Argument(metavar="OUTPUT", help="The folder that cluster wrote.")],
    store: Annotated[Path, typer.Option("--store", help="The new store to fill.", metavar="FILE")] = DEFAULT_STORE,
) -> None:
    """Load what a cluster decided into a store, so that every question, page and export works on it.

    \b
    Example:
      citegraph import dataset --store output/citegraph.sqlite
    """
    from citegraph.cluster import load

    for table, count in load(dataset, store).items():
        print_line(localized("cluster.rows", table=table, n=count))
    print_line(localized("saved", path=store))
