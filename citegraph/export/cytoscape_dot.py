"""Write the graph for drawing programs: Cytoscape JSON and Graphviz DOT."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from citegraph.export.format import Format
from citegraph.export.node_style import node_styles
from citegraph.graph import cocitation, edges, incidence, pairs
from citegraph.model import Corpus

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
POINTS = 72.0  # an inch; Graphviz measures widths in inches, places in points


def cyjs(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Cytoscape JSON: the incidence graph, an edge a report and pair, with the places of the page."""
    graph, seen = incidence(corpus), node_styles(corpus)
    nodes = [
        {
            "data": {
                "id": name,
                "name": facts["label"],
                "value": name,
                **facts,
                "size": seen[name].size,
                "color": seen[name].color,
            },
            "position": {"x": seen[name].x, "y": seen[name].y},
        }
        for name, facts in graph.nodes(data=True)
    ]
    edges = [
        {
            "data": {
                "id": f"{one} | {other} | {key}",
                "source": one,
                "target": other,
                "key": key,
                "interaction": "cited with",
                **facts,
            }
        }
        for one, other, key, facts in graph.edges(keys=True, data=True)
    ]
    network = {
        "format_version": "1.0",
        "generated_by": "citegraph",
        "target_cytoscapejs_version": "~3.2",
        "data": {"name": "citegraph"},
        "directed": False,
        "multigraph": True,
        "elements": {"nodes": nodes, "edges": edges},
    }
    yield json.dumps(network, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def dot(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """DOT: the co-citation graph, its edges as thick as many reports cite both; `neato -n` keeps the places."""
    graph, seen = cocitation(corpus), node_styles(corpus)
    lines = ['graph "citegraph" {', '  node [shape=circle, style=filled, fontname="DejaVu Sans"];']
    for name, facts in graph.nodes(data=True):
        look = seen[name]
        said = {
            "label": facts["label"],
            "tooltip": facts.get("title", name),
            "fillcolor": look.color,
            "width": f"{2 * look.size / POINTS:.3f}",
            "pos": f"{look.x},{-look.y}",
        }
        lines.append(f"  {quoted(name)} [{_attributes(said)}];")
    for one, other, weight in graph.edges(data="weight", default=1):
        said = {"weight": str(weight), "penwidth": f"{min(8.0, 0.5 + weight / 4):.2f}"}
        lines.append(f"  {quoted(one)} -- {quoted(other)} [{_attributes(said)}];")
    yield "\n".join([*lines, "}", ""]).encode("utf-8", "backslashreplace")


def quoted(text: str) -> str:
    """A text as an id of DOT: only the quotation mark is escaped, a backslash doubled, so that it stays one."""
    plain = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split("\n")))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _attributes(said: dict[str, str]) -> str:
    return ", ".join(f"{name}={quoted(value)}" for name, value in said.items())


FORMATS = (
    Format(
        name="cyjs",
        file="graph.cyjs",
        help="Cytoscape JSON, for Cytoscape and Cytoscape.js.",
        stamp=b'"generated_by": "citegraph"',
        write=cyjs,
        edges=edges,
    ),
    Format(
        name="dot", file="graph.dot", help="DOT, for Graphviz.", stamp=b'graph "citegraph" {', write=dot, edges=pairs
    ),
)
