"""The command: what it prints, writes and ends with, and what a terminal and a signal make of it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import typer
import written
from command import PATIENCE, environment, on_a_terminal, run, start

from citegraph import __version__, query
from citegraph.cli import root_command
from citegraph.export import all_formats
from citegraph.store import Store, Writer

COMMANDS = (
    *("annotate", "audit", "build", "check", "cited-by", "cites", "cluster", "decide", "decisions", "demo", "diff"),
    *(
        "documents",
        "explain",
        "extract",
        "failures",
        "help",
        "import",
        "mcp",
        "serve",
        "known",
        "path",
        "related",
        "reports",
        "search",
        "timeline",
    ),
)
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two reports and a broken one were built."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "tin").mkdir()
    (folder / "tin" / "một.txt").write_text(
        "Ngày 5/6/2023\nTheo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị. "
        "Nghị quyết này đi cùng Chỉ thị 05-CT/TW ngày 15/5/2016.",
        encoding="utf-8",
    )
    (folder / "tin" / "hai.txt").write_text("Ngày 7/6/2023\nThực hiện Nghị quyết số 35-NQ/TW.", encoding="utf-8")
    (folder / "tin" / "hỏng.pdf").write_bytes(b"%PDF-1.4 nothing more")
    ran = run("build", "tin", "--jobs", 1, folder=folder)
    assert ran.returncode == 1, ran.stderr
    (folder / "said.txt").write_text(ran.stdout, encoding="utf-8")
    (folder / "failed.txt").write_text(ran.stderr, encoding="utf-8")
    return folder


HEAVY = {"networkx", "numpy", "pyarrow", "rapidfuzz", "rich", "citegraph.export", "citegraph.extract"}
BEYOND = {"regex", "citegraph.records", "citegraph.grammar", "citegraph.graph", "citegraph.page", "citegraph.text"}


@pytest.mark.parametrize(
    ("arguments", "banned"),
    [
        (["--version"], HEAVY | BEYOND | {"sqlite3", "citegraph.store", "citegraph.cli.lists", "citegraph.cli.build"}),
        (["cited-by", "35-NQ/TW@XII", "--since", "2020"], HEAVY | BEYOND | {"citegraph.cli.build"}),
        (["cited-by", "35/nq-tw", "--format", "json"], HEAVY),
        (["reports"], HEAVY | BEYOND),
    ],
)
def test_nothing_heavy_is_loaded_for_a_quick_answer(built: Path, arguments: list[str], banned: set[str]) -> None:
    script = f"""
import sys
from citegraph.cli import main
sys.argv = ["citegraph", *{arguments!r}]
try:
    main()
finally:
    print("HEAVY", *sorted({banned!r} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=built)
    assert ran.stdout.splitlines()[-1] == "HEAVY"


@pytest.mark.parametrize("name", COMMANDS)
def test_one_command_alone_is_that_of_the_whole_program(name: str) -> None:
    alone, whole = (typer.main.get_command(root_command(asked)).commands for asked in ([name, "build"], []))  # type: ignore[attr-defined]
    assert list(alone) == [name]
    assert sorted(whole) == sorted(COMMANDS)
    assert [option.opts for option in alone[name].params] == [option.opts for option in whole[name].params]
    assert list(getattr(alone[name], "commands", ())) == list(getattr(whole[name], "commands", ()))


def test_every_question_takes_the_same_options() -> None:
    known = typer.main.get_command(root_command()).commands  # type: ignore[attr-defined]
    taken = {name: {option for one in known[name].params for option in one.opts} for name in COMMANDS}
    questions = {name: options for name, options in taken.items() if {"--limit", "--store"} <= options}
    filters = {"--since", "--until", "--publisher", "--locality"}
    assert {name for name, options in questions.items() if not filters & options} == {"cites", "failures"}
    for name, options in questions.items():
        assert {"--format", "--lang"} <= options, name
        assert filters & options in (set(), filters), name


def test_the_version(tmp_path: Path) -> None:
    assert start("--version", folder=tmp_path).stdout == f"citegraph {__version__}\n"


def test_build_sums_up_and_lists_what_failed(built: Path) -> None:
    said = (built / "said.txt").read_text(encoding="utf-8")
    assert "Files        3 read, 0 unchanged\n" in said
    assert "Failures     1, listed below\n" in said
    assert "Reports      2\n" in said
    assert "Citations    4, 0 undecided\n" in said
    assert "Documents    2\n" in said
    assert re.search(r"Most cited\n +2  35-NQ/TW@XII  .+\n +1  05-CT/TW@XII", said)
    written = re.findall(r"^  (output/\S+)$", said, re.MULTILINE)
    assert {Path(file).name for file in written} == {
        "citegraph.sqlite",
        *(row.file for row in all_formats() if row.usual),
    }
    assert all((built / file).is_file() for file in written)
    assert (built / "failed.txt").read_text(encoding="utf-8").startswith("tin/hỏng.pdf: ")


def test_build_again_reads_nothing_and_writes_the_same_bytes(built: Path) -> None:
    files = (path for path in (built / "output").iterdir() if path.name != "citegraph.sqlite-writer")
    before = {path: path.read_bytes() for path in files}
    ran = run("build", "./tin/", "-j", 2, folder=built)
    assert ran.returncode == 1
    assert "Files        0 read, 3 unchanged" in ran.stdout
    assert [path.name for path, content in before.items() if path.read_bytes() != content] == []


def test_build_writes_what_was_asked_for_where_it_was_asked_for(built: Path, tmp_path: Path) -> None:
    ran = run("build", "tin/một.txt", "-o", tmp_path / "g", "--format", "gexf, csv", "--scope", "all", folder=built)
    assert ran.returncode == 0, ran.stderr
    names = {path.name for path in (tmp_path / "g").iterdir()} - {"citegraph.sqlite-writer"}
    assert names == {"citegraph.sqlite", "graph.gexf", "documents.csv", "reports.csv", "citations.csv"}


def test_build_reads_standard_input(tmp_path: Path) -> None:
    ran = run("build", "-", "--format", "json", folder=tmp_path, stdin="Theo Chỉ thị 05-CT/TW ngày 15/5/2016.")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(run("cited-by", "05-CT/TW", "--format", "json", folder=tmp_path).stdout)["reports"]


def test_cited_by_gives_the_promised_json(built: Path) -> None:
    ran = run("cited-by", "nghị", "quyết", "35", "--format", "json", folder=built)
    assert ran.returncode == 0
    found = json.loads(ran.stdout)
    assert list(found) == ["document", "label", "reports"]
    assert (found["document"], found["label"]) == ("35-NQ/TW@XII", "Nghị quyết 35-NQ/TW")
    assert [report["id"] for report in found["reports"]] == ["hai", "một"]
    report = found["reports"][1]
    assert list(report) == ["id", "title", "date", "path", "mentions"]
    assert (report["date"], report["path"]) == ("2023-06-05", "tin/một.txt")
    text = (built / "tin" / "một.txt").read_text(encoding="utf-8")
    for mention in report["mentions"]:
        assert list(mention) == ["start", "end", "position", "surface", "quote", "method", "confidence"]
        assert text[mention["start"] : mention["end"]] == mention["surface"]
        assert mention["surface"] in mention["quote"]
    assert [mention["method"] for mention in report["mentions"]] == ["exact", "anaphor"]


def test_cited_by_in_a_pipe_is_plain_text(built: Path) -> None:
    lines = run("cited-by", "35-NQ/TW", folder=built).stdout.splitlines()
    assert lines[0].startswith("35-NQ/TW@XII  Nghị quyết 35-NQ/TW")
    assert lines[1] == "report\tdate\ttitle\tmentions\tquote"
    assert [line.split("\t")[0] for line in lines[2:]] == ["hai", "một"]


def test_cited_by_as_csv_has_a_row_a_mention(built: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("cited-by", "35-NQ/TW", "--format", "csv", folder=built).stdout)))
    assert [(row["document"], row["report"], row["method"]) for row in rows] == [
        ("35-NQ/TW@XII", "hai", rows[0]["method"]),
        ("35-NQ/TW@XII", "một", "exact"),
        ("35-NQ/TW@XII", "một", "anaphor"),
    ]


def test_the_command_and_the_library_answer_alike(built: Path) -> None:
    shown = json.loads(run("cites", "một", "--format", "json", folder=built).stdout)
    with Store(built / "output" / "citegraph.sqlite") as store:
        cited = query.cites(store, "một").citations
    assert [(row["start"], row["document"], row["method"]) for row in shown] == [
        (citation.mention.span.start, citation.document, citation.method) for citation in cited
    ]


def test_lists_of_what_the_store_holds(built: Path) -> None:
    documents = json.loads(run("documents", "--format", "json", folder=built).stdout)
    assert [(row["document"], row["reports"], row["citations"]) for row in documents] == [
        ("35-NQ/TW@XII", 2, 3),
        ("05-CT/TW@XII", 1, 1),
    ]
    assert json.loads(run("documents", "--scope", "state", "--format", "json", folder=built).stdout) == []
    reports = list(csv.DictReader(io.StringIO(run("reports", "--format", "csv", folder=built).stdout)))
    assert [(row["report"], row["date"]) for row in reports] == [("hai", "2023-06-07"), ("một", "2023-06-05")]
    failures = run("failures", "--format", "json", folder=built)
    assert failures.returncode == 1
    assert [row["path"] for row in json.loads(failures.stdout)] == ["tin/hỏng.pdf"]


KEYS = [
    *("doc", "start", "end", "surface", "form", "scope", "document", "method"),
    *("confidence", "candidates", "date", "issuer", "title", "pinpoint", "position", "quote", "evidence"),
]


def test_extract_gives_an_object_a_mention(built: Path) -> None:
    ran = run("extract", "tin", folder=built)
    assert ran.returncode == 1  # the broken one
    assert ran.stderr.startswith("tin/hỏng.pdf: ")
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert all(list(mention) == KEYS for mention in found)
    assert [(mention["doc"], mention["document"]) for mention in found] == [
        ("hai", "35-NQ/TW@XII"),
        ("một", "35-NQ/TW@XII"),
        ("một", "35-NQ/TW@XII"),
        ("một", "05-CT/TW@XII"),
    ]
    assert found[1]["date"] == "2018-10-22"
    assert found[1]["issuer"] == "Bộ Chính trị"
    assert all(isinstance(reason, str) for mention in found for reason in mention["evidence"])


def test_extract_as_a_table_reads_a_pipe(tmp_path: Path) -> None:
    ran = run("extract", "-", "--format", "table", folder=tmp_path, stdin="Theo Chỉ thị 05-CT/TW ngày 15/5/2016.")
    assert ran.stdout.splitlines()[1].split("\t")[1:4] == ["5", "Chỉ thị 05-CT/TW", "05-CT/TW@XII"]
    assert not list(tmp_path.iterdir())


def test_the_demo_ends_well_and_says_what_to_open(tmp_path: Path) -> None:
    ran = run("demo", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "Open output/demo/graph.html in a browser" in ran.stdout
    asked = re.search(r"citegraph (cited-by 35-NQ/TW --store output/demo/demo\.sqlite)", ran.stdout)
    assert asked
    assert run(*asked.group(1).split(), folder=tmp_path).returncode == 0
    assert "<html" in (tmp_path / "output" / "demo" / "graph.html").read_text(encoding="utf-8")
    again = run("demo", folder=tmp_path)
    assert "Files        0 read" in again.stdout


def test_the_demo_and_a_graph_of_ones_own_leave_each_other_alone(tmp_path: Path) -> None:
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "một.txt").write_text("Theo Chỉ thị 05-CT/TW ngày 15/5/2016.", encoding="utf-8")

    def files(folder: Path) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in folder.glob("*") if path.is_file()}

    assert run("demo", folder=tmp_path).returncode == 0
    shown = files(tmp_path / "output" / "demo")
    built = run("build", ".", folder=tmp_path).stdout  # the demo is no report, unless someone names it
    assert built.splitlines()[:3] == ["Files        1 read, 0 unchanged", "Failures     0", "Reports      1"]
    assert files(tmp_path / "output" / "demo") == shown
    own = files(tmp_path / "output")
    assert run("demo", folder=tmp_path).returncode == 0
    assert files(tmp_path / "output") == own
    assert "Files        15 read" in run("build", "output/demo/samples", "-o", "map", folder=tmp_path).stdout
    refused = run("demo", "-o", "output", folder=tmp_path)
    assert refused.returncode == 6
    assert "contains a graph of your own" in refused.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str, tmp_path: Path) -> None:
    said = run(command, "--help", folder=tmp_path).stdout
    assert re.search(rf"^\s+Examples?:\n\s+.*citegraph {command}\b", said, re.MULTILINE), said
    for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)(.*)$", said, re.MULTILINE):
        assert option[1].strip(), f"{option[0]} is not explained"


def test_the_help_of_build_names_every_format(tmp_path: Path) -> None:
    said = run("build", "--help", folder=tmp_path).stdout
    for row in all_formats():
        assert re.search(rf"\b{row.name}\b", said)


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["cited-by", "99-NQ/TW"], 3, "citegraph: 99-NQ/TW: no cited document matches; did you mean "),
            (["cites", "ba"], 3, "citegraph: ba: no report matches; did you mean "),
            (["documents", "--store", "none.sqlite"], 4, "citegraph: none.sqlite: no store found; "),
            (["documents", "--store", "tin/hai.txt"], 4, "citegraph: tin/hai.txt: is not a SQLite database; "),
            (["build", "tin", "--knowledge", "none"], 5, "citegraph: none"),
            (["build", "tin", "-o", "said.txt", "--store", "x/s"], 6, "citegraph: said.txt/"),
        ],
    )
    def test_an_error_is_one_line_and_a_code_of_its_kind(
        self, built: Path, arguments: list[str], code: int, said: str
    ) -> None:
        ran = run(*arguments, folder=built)
        assert (ran.returncode, ran.stderr.count("\n")) == (code, 1), ran.stderr
        assert ran.stderr.startswith(said)
        debugged = run("--debug", *arguments, folder=built)
        assert debugged.stderr.startswith("Traceback")

    @pytest.mark.parametrize(
        "arguments", [["build"], ["nothing"], ["build", "tin", "--format", "zip"], ["build", "tin", "-j", "0"]]
    )
    def test_a_command_that_is_not_understood_is_2(self, built: Path, arguments: list[str]) -> None:
        ran = run(*arguments, folder=built)
        assert ran.returncode == 2
        assert "Traceback" not in ran.stderr

    def test_a_second_build_is_told_who_holds_the_store(self, built: Path) -> None:
        with Writer(built / "output" / "citegraph.sqlite"):
            ran = run("build", "tin", folder=built)
            assert ran.returncode == 4
            assert f"is being written by process {os.getpid()} on" in ran.stderr
            assert run("cited-by", "35-NQ/TW", folder=built).returncode == 0

    def test_a_reader_that_stops_early_is_no_error(self, built: Path) -> None:
        command = f"{sys.executable} -m citegraph reports | head -1"
        ran = subprocess.run(command, shell=True, cwd=built, capture_output=True, text=True, check=False)  # noqa: S602
        assert (ran.stdout, ran.stderr) == ("report\tdate\ttitle\tlocality\tpublisher\n", "")

    def test_ctrl_c_is_130_and_the_next_run_goes_on(self, tmp_path: Path) -> None:
        (tmp_path / "r").mkdir()
        for at in range(60):
            (tmp_path / "r" / f"{at}.txt").write_text(
                f"Theo Chỉ thị 05-CT/TW và Kết luận {at}-KL/TW.", encoding="utf-8"
            )
        process = subprocess.Popen(
            [sys.executable, "-c", HELD, "build", "r", "--format", "json", "-j", "2"],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None and process.stdout.readline() == "in the midst of it\n"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the reading processes too
        _, said = process.communicate(timeout=PATIENCE)
        assert (process.returncode, said) == (
            130,
            "stopped; what has been read is kept, run the same command again to continue\n",
        )
        store = tmp_path / "output" / "citegraph.sqlite"
        assert counted(store, "pending") >= 20
        assert run("build", "r", "--format", "json", folder=tmp_path).returncode == 0
        assert counted(store, "report") == 60


HELD = """
import signal
from citegraph.cli import main
from citegraph.store import Writer

stage, staged = Writer.stage_part, []

def held(self, path, *rest, **named):
    stage(self, path, *rest, **named)
    staged.append(path)
    if len(staged) == 20:
        print("in the midst of it", flush=True)
        signal.pause()

Writer.stage_part = held
main()
"""
"""The command, which waits for a signal when it has read so many files."""


def counted(store: Path, table: str) -> int:
    with closing(sqlite3.connect(store)) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(count)


class TestSlips:
    """What a hurried person does first is answered, and harms nothing."""

    def test_a_build_of_what_is_not_there_leaves_everything_as_it_was(self, built: Path) -> None:
        before = {path: path.read_bytes() for path in (built / "output").glob("*.*")}
        ran = run("build", "tim", "*.docx", folder=built)
        assert (ran.returncode, ran.stdout) == (1, "")
        assert ran.stderr.splitlines() == [
            "*.docx: matches no file; check the pattern",
            "tim: does not exist; check the name",
        ]
        assert {path: path.read_bytes() for path in (built / "output").glob("*.*")} == before

    def test_a_folder_without_a_report_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "r").mkdir()
        ran = run("build", "r", folder=tmp_path)
        assert ran.returncode == 1
        assert ran.stderr.startswith("No reports found. Pass files or folders with reports: ")
        assert {".docx", ".pdf", ".txt"} <= set(ran.stderr.rstrip(".\n").split())

    def test_nothing_is_called_clean_that_could_not_be_read(self, built: Path) -> None:
        ran = run("audit", "tin/hỏng.pdf", folder=built)
        assert (ran.returncode, ran.stdout) == (1, "")
        (built / "trời.txt").write_text("Trời đẹp.", encoding="utf-8")
        assert run("audit", "trời.txt", folder=built).stdout == "No citations found.\n"

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["cited-by", "35-NQ/TW", "--until", "1990"], "No report matches."),
            (["documents", "--publisher", "zzz"], "Nothing found."),
            (["search", "zzz"], "Nothing found."),
        ],
    )
    def test_an_empty_answer_is_said_apart_from_the_table(self, built: Path, arguments: list[str], said: str) -> None:
        assert run(*arguments, folder=built).stderr == f"{said}\n"

    def test_a_picture_that_cannot_be_drawn_is_said_at_once(self, built: Path) -> None:
        ran = run("timeline", "35-NQ/TW", "--save", "a.jpg", folder=built)
        assert (ran.returncode, ran.stdout) == (6, "")


HOSTILE = "Tiêu đề \x1b]0;pwned\x07\x1b[2J\x9b31m \u202egnas \u2066x"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    row = {"id": f"a{HOSTILE}", "title": f"={HOSTILE}", "url": HOSTILE, "date": "2024-01-01"}
    row["text"] = f"Theo Chỉ thị 05-CT/TW ngày 15/5/2016 {HOSTILE}."
    (folder / "t.jsonl").write_text(json.dumps(row) + "\n{broken\x1b[31m\n", encoding="utf-8")
    run("build", "t.jsonl", folder=folder)
    return folder


class TestTerminal:
    @pytest.mark.parametrize("shape", ["table", "json", "csv"])
    @pytest.mark.parametrize("command", [["cited-by", "05-CT/TW"], ["reports"], ["documents"], ["failures"]])
    def test_no_steering_character_reaches_it(self, hostile: Path, command: list[str], shape: str) -> None:
        ran = run(*command, "--format", shape, folder=hostile)
        assert ran.stdout
        assert not STEERING.search(ran.stdout + ran.stderr)
        if shape == "json":
            json.loads(ran.stdout)

    def test_nor_with_an_error(self, hostile: Path) -> None:
        ran = run("cited-by", HOSTILE, folder=hostile)
        assert ran.returncode == 3
        assert not STEERING.search(ran.stderr)
        assert not STEERING.search(run("build", "t.jsonl", folder=hostile).stderr)

    def test_json_gives_the_very_title_back(self, hostile: Path) -> None:
        (row,) = json.loads(run("reports", "--format", "json", folder=hostile).stdout)
        assert row["url"] == HOSTILE

    def test_a_terminal_gets_a_ruled_table_and_a_pipe_does_not(self, hostile: Path) -> None:
        shown = on_a_terminal("reports", folder=hostile)
        assert "──" in shown
        assert "\x1b]0;" not in shown
        assert "\x9b" not in shown
        assert "─" not in run("reports", folder=hostile).stdout

    def test_an_odd_locale_loses_nothing_in_a_pipe(self, built: Path) -> None:
        for locale in ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}):
            ran = start("documents", folder=built, env=locale)
            assert "tư tưởng" in ran.stdout


@pytest.mark.parametrize("arguments", [("documents", "--by", "pagerank"), ("cited-by", "35-NQ/TW"), ("cites", "một")])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_narrow_terminal_breaks_no_number_or_date(built: Path, arguments: tuple[str, ...], lang: str) -> None:
    shown = on_a_terminal(*arguments, "--lang", lang, folder=built, columns=80)
    for whole in re.findall(r"\S+", run(*arguments, "--lang", lang, folder=built).stdout):
        if re.fullmatch(r"[\d.]+|\d+-NQ/TW@\w+", whole):
            assert whole.replace(".", ",") in shown.replace(".", ","), whole
    for date in re.findall(r"\b2023-06-\d\d\b", run(*arguments, folder=built).stdout):
        assert (date if lang == "en" else "/".join(reversed(date.split("-")))) in shown


def test_progress_is_shown_on_a_terminal_alone(built: Path, tmp_path: Path) -> None:
    shown = on_a_terminal("build", "tin", "-o", str(tmp_path), "--format", "json", folder=built)
    assert "Reading" in shown
    assert "3/3" in shown
    assert "Reading" not in run("build", "tin", "-o", str(tmp_path), "--format", "json", folder=built).stderr


@pytest.mark.parametrize(("lang", "place"), [("vi", "đoạn 2"), ("en", "paragraph 2")])
def test_a_finding_has_its_place_in_the_document(tmp_path: Path, lang: str, place: str) -> None:
    text = "Báo cáo\nTheo Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị.\n"
    (tmp_path / "a.docx").write_bytes(written.docx_file(text))
    ran = run("audit", "a.docx", "--lang", lang, folder=tmp_path)
    assert ran.stdout.startswith(f"a.docx, {place}: Nghị quyết số 35-NQ/TW\n")
