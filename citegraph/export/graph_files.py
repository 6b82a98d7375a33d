"""Write the graph as GraphML, GEXF or node-link JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from citegraph.export.format_definition import ExportFormat
from citegraph.export.node_style import node_styles
from citegraph.graph import cocitation_multigraph, count_edges
from citegraph.model import Corpus

if TYPE_CHECKING:
    import networkx as nx

# XML 1.0 cannot represent these characters, not even escaped.
_NO_XML = re.compile(r"[^\t\n\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")

# The first attribute of the graph names the program that wrote it.
_GENERATOR = {"generator": "citegraph"}

# networkx adds the current date to GEXF; without it the same graph gives the same file.
_STAMP = re.compile(rb' lastmodifieddate="[^"]*"')


def graphml(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield GraphML. The id of an edge is the id of its report."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(_xml_safe_graph(corpus), out)
    yield out.getvalue()


def gexf(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield GEXF 1.2 with the colors, sizes and positions of the page. Edges have an attribute `report`."""
    import networkx as nx

    graph = _xml_safe_graph(corpus)
    for name, style in node_styles(corpus).items():
        red, green, blue = (int(style.color[at : at + 2], 16) for at in (1, 3, 5))
        graph.nodes[_xml_safe(name)]["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": style.size,
            "position": {"x": style.x, "y": -style.y, "z": 0.0},  # y points up in Gephi
        }
    out = io.BytesIO()
    nx.write_gexf(graph, out)
    left = "; ".join(f"{name}: {count}" for name, count in graph.graph.items())  # networkx drops these
    about = f"</creator><description>{left}</description>"
    yield _STAMP.sub(b"", out.getvalue(), count=1).replace(b"</creator>", about.encode(), 1)


def node_link(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield JSON for networkx's `node_link_graph`. The key of an edge is its report."""
    import networkx as nx

    data = nx.node_link_data(cocitation_multigraph(corpus), edges="edges")
    data["graph"] = _GENERATOR | data["graph"]
    yield json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def _xml_safe_graph(corpus: Corpus) -> nx.MultiGraph[str]:
    """Return the co-citation multigraph with characters escaped that XML cannot represent."""
    import networkx as nx

    plain = cocitation_multigraph(corpus)
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.graph.update(_GENERATOR | plain.graph)
    graph.add_nodes_from((_xml_safe(node), _xml_attributes(facts)) for node, facts in plain.nodes(data=True))
    for one, other, key, facts in plain.edges(keys=True, data=True):
        graph.add_edge(_xml_safe(one), _xml_safe(other), _xml_safe(key), **_xml_attributes(facts))
    return graph


def _xml_attributes(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: _xml_safe(value) if isinstance(value, str) else value for name, value in facts.items()}


def _xml_safe(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as an XML parser does
    return _NO_XML.sub(lambda character: f"\\x{ord(character.group()):02x}", text)


FORMATS = (
    ExportFormat(
        name="graphml",
        file="graph.graphml",
        help="GraphML, for yEd, Cytoscape, igraph and networkx.",
        stamp=b">citegraph</data>",
        write=graphml,
        edges=count_edges,
        usual=True,
    ),
    ExportFormat(
        name="gexf",
        file="graph.gexf",
        help="GEXF, for Gephi.",
        stamp=b"<description>generator: citegraph",
        write=gexf,
        edges=count_edges,
        usual=True,
    ),
    ExportFormat(
        name="json",
        file="graph.json",
        help="Node-link JSON, for networkx and D3.",
        stamp=b'"generator": "citegraph"',
        write=node_link,
        edges=count_edges,
        usual=True,
    ),
)
