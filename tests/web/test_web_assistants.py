"""The questions as an assistant asks them, by a real client of the protocol over a real process."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from command import environment
from visitors import MADE, MOST

mcp = pytest.importorskip("mcp", reason="pip install 'citegraph[mcp]'")


def asked(store: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """The names of the tools, and the answers to calls: the value, or the text of an error."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def conversation() -> tuple[list[str], list[Any]]:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "citegraph", "mcp", str(store)], env=environment(), cwd=store.parent
        )
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await session.initialize()
            names = [tool.name for tool in (await session.list_tools()).tools]
            answers = []
            for name, told in calls:
                answer = await session.call_tool(name, told)
                text = "".join(part.text for part in answer.content)
                answers.append(text if answer.is_error else json.loads(text))
            return names, answers

    with ThreadPoolExecutor(1) as apart:  # the thread of a browser's tests has a loop of its own
        return apart.submit(anyio.run, conversation).result()


def test_an_assistant_asks_what_a_person_asks(filled_store: Path) -> None:
    names, answers = asked(
        filled_store,
        ("search", {"words": MOST}),
        ("cited_by", {"document": MOST, "limit": 3}),
        ("cites", {"report": "r00001"}),
        ("reports", {"since": "2025"}),
        ("explain", {"text": "Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018."}),
        ("document", {"document": "nothing at all"}),
        ("reports", {"since": "yesterday"}),
    )
    assert set(names) == {
        *("search", "document", "cited_by", "cites", "related", "documents", "reports"),
        *("explain", "extract", "audit"),
    }
    found, cited, report, newest, explained, nothing, no_date = answers
    assert found["documents"][0]["document"] == MOST
    assert len(cited["rows"]) == 3
    assert cited["next"]
    assert {row["report"] for row in report["rows"]} == {"r00001"}
    assert {row["report"] for row in newest["rows"]} <= {one.id for one in MADE.reports if (one.date or "") >= "2025"}
    assert explained["mentions"][0]["document"] == "35-NQ/TW@XII"
    assert "no cited document matches" in nothing
    assert "since" in no_date
