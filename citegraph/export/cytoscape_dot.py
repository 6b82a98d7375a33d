"""Write the graph for drawing programs: Cytoscape JSON and Graphviz DOT."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from citegraph.export.format_definition import ExportFormat
from citegraph.export.node_style import node_styles
from citegraph.graph import cocitation_graph, cocitation_multigraph, count_cocited_pairs, count_edges
from citegraph.model import Corpus

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
POINTS = 72.0  # per inch; Graphviz measures widths in inches, positions in points


def cyjs(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield Cytoscape JSON: the co-citation multigraph, one edge per report and pair, placed like the page."""
    graph, styles = cocitation_multigraph(corpus), node_styles(corpus)
    nodes = [
        {
            "data": {
                "id": name,
                "name": facts["label"],
                "value": name,
                **facts,
                "size": styles[name].size,
                "color": styles[name].color,
            },
            "position": {"x": styles[name].x, "y": styles[name].y},
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
    """Yield DOT: the co-citation graph. The width of an edge grows with its reports; `neato -n` keeps the positions."""
    graph, styles = cocitation_graph(corpus), node_styles(corpus)
    lines = ['graph "citegraph" {', '  node [shape=circle, style=filled, fontname="DejaVu Sans"];']
    for name, facts in graph.nodes(data=True):
        style = styles[name]
        attributes = {
            "label": facts["label"],
            "tooltip": facts.get("title", name),
            "fillcolor": style.color,
            "width": f"{2 * style.size / POINTS:.3f}",
            "pos": f"{style.x},{-style.y}",
        }
        lines.append(f"  {quote_dot_id(name)} [{_attribute_list(attributes)}];")
    for one, other, weight in graph.edges(data="weight", default=1):
        attributes = {"weight": str(weight), "penwidth": f"{min(8.0, 0.5 + weight / 4):.2f}"}
        lines.append(f"  {quote_dot_id(one)} -- {quote_dot_id(other)} [{_attribute_list(attributes)}];")
    yield "\n".join([*lines, "}", ""]).encode("utf-8", "backslashreplace")


def quote_dot_id(text: str) -> str:
    """Return a text as a quoted id in DOT. Quotation marks are escaped and backslashes doubled."""
    plain = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split("\n")))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _attribute_list(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={quote_dot_id(value)}" for name, value in attributes.items())


FORMATS = (
    ExportFormat(
        name="cyjs",
        file="graph.cyjs",
        help="Cytoscape JSON, for Cytoscape and Cytoscape.js.",
        stamp=b'"generated_by": "citegraph"',
        write=cyjs,
        edges=count_edges,
    ),
    ExportFormat(
        name="dot",
        file="graph.dot",
        help="DOT, for Graphviz.",
        stamp=b'graph "citegraph" {',
        write=dot,
        edges=count_cocited_pairs,
    ),
)
