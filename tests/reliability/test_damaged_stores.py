"""Whatever becomes of the bytes of a store: a command answers, or says that the store is damaged and what to do."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import damage
import pytest
from damage import COMMANDS, DAMAGED, PASSAGE, STORE, ask, faulty, flipped, lay
from filled import RULES, stage
from running import intact

from citegraph import pipeline
from citegraph.errors import StoreError
from citegraph.model import ReportInfo
from citegraph.pipeline import build
from citegraph.store import Store, Writer, connection, integrity

SEED = 5
SAID = f"citegraph: {STORE}: is damaged; move it away and build it again\n"
QUESTIONS = tuple(arguments for arguments in COMMANDS if arguments[0] not in ("annotate", "build"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    """A store as bytes, in a folder with its reports, which is the current one."""
    folder, before = tmp_path_factory.mktemp("damaged"), Path.cwd()
    os.chdir(folder)
    try:
        yield damage.sound(folder).read_bytes()
    finally:
        os.chdir(before)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEGRAPH_LANG", "en")


@pytest.fixture(params=["looked through", "large"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small stores are looked through when they are opened, large ones are not."""
    if request.param == "large":
        monkeypatch.setattr(connection, "CHECKED_BYTES", 0)


def test_a_sound_store_answers_every_question(made: bytes) -> None:
    for arguments in COMMANDS:
        lay(made)
        ending = ask(arguments)
        assert (ending.code, faulty(ending)) == (ending.code & 1, None), (arguments, ending)
        assert ending.out, arguments
        assert intact(Path(STORE))


@pytest.mark.slow
def test_a_flipped_byte_is_answered_rightly_or_said(made: bytes, amount, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    right = {}
    for arguments in COMMANDS:
        lay(made)
        right[arguments] = ask(arguments)
    ways: Counter[str] = Counter()
    many = amount(bounded=12, full=1000)
    for number in range(many):
        monkeypatch.setattr(connection, "CHECKED_BYTES", 8 * 2**20 * (number % 2))
        broken = flipped(made, random.Random(f"{SEED} {number}"))
        for arguments in COMMANDS:
            lay(broken)
            ending = ask(arguments)
            assert faulty(ending) is None, (number, arguments, ending)
            same = (ending.code, ending.out) == (right[arguments].code, right[arguments].out)
            ways["said" if ending.code == DAMAGED else "as before" if same else "other text"] += 1
    assert ways["said"] > many
    print(f"\n{many} flips of seed {SEED}: {dict(ways)}")


@pytest.mark.slow
def test_a_store_cut_short_is_answered_rightly_or_said(made: bytes, size: None, amount) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(SEED)
    lengths = [0, 99, 4096, len(made) - 4096, *(rng.randrange(len(made)) for _ in range(amount(bounded=1, full=100)))]
    for length in lengths:
        for arguments in COMMANDS:
            lay(made[:length])
            ending = ask(arguments)
            assert faulty(ending) is None, (length, arguments, ending)


def parts() -> list[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(integrity.schema_sql())
        found = (
            "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%\\_words\\__%' ESCAPE '\\'"
        )
        return empty.execute(found).fetchall()


@pytest.mark.parametrize(("kind", "name"), parts())
def test_what_is_missing_of_the_schema_is_told_when_a_store_is_opened(made: bytes, kind: str, name: str) -> None:
    lay(made)
    with closing(sqlite3.connect(STORE)) as store:
        store.execute(f"DROP {kind} {name}")
    assert ask(("failures",)).err == SAID
    assert ask(COMMANDS[-1]).err == SAID


def test_an_altered_table_is_told_when_a_store_is_opened(made: bytes) -> None:
    lay(made)
    with closing(sqlite3.connect(STORE)) as store:
        store.execute("ALTER TABLE citation RENAME COLUMN quote TO sentence")
    assert ask(("failures",)).err == SAID


def test_what_a_person_adds_to_a_store_does_no_harm(made: bytes) -> None:
    lay(made)
    with closing(sqlite3.connect(STORE)) as store:
        store.executescript("CREATE VIEW mine AS SELECT name FROM report; CREATE INDEX dates ON report (date); ANALYZE")
    for arguments in QUESTIONS:
        assert ask(arguments).code in (0, 1)


CELLS = (
    ("report", "title = CAST(x'c3' AS TEXT)"),
    ("report", f"title = CAST(CAST('{PASSAGE} ' AS BLOB) || x'ff' AS TEXT)"),
    ("report", "sha256 = x'00'"),
    ("report", "date = 'hôm qua'"),
    ("report", "date = '2018-99'"),
    ("report", "warnings = '{'"),
    ("report", "extra = '[[\"một\"]]'"),
    ("report", "extra = '[[1, 2]]'"),
    ("report", "name = NULL"),
    ("document", "scope = 'nobody'"),
    ("document", "status = 'nothing'"),
    ("document", "aliases = 'null'"),
    ("document", "aliases = '{\"một\": 1}'"),
    ("document", "aliases = '[\"\\ud800\"]'"),
    ("document", "date = '2018x10-22'"),
    ("document", "label = 7, number = x'ff'"),
    ("citation", "form = 'no form'"),
    ("citation", "scope = 'nobody'"),
    ("citation", f"method = '{PASSAGE}'"),
    ("citation", "evidence = '[[1]]'"),
    ("citation", 'evidence = \'[["a", "b", "c"]]\''),
    ("citation", "evidence = '" + "[" * 100_000 + "'"),
    ("citation", "candidates = '[[\"35\", 1e999, []]]'"),
    ("citation", "candidates = '7'"),
    ("citation", "start = -1 - start"),
    ("citation", "quote_at = 'here'"),
    ("citation", "date = '--13-45'"),
    ("citation", "quote = CAST(x'ff' AS TEXT)"),
    ("citation", "document = 9999, undecided = NULL"),
    ("citation", "document = NULL, undecided = NULL"),
    ("citation", f"document = NULL, undecided = '{PASSAGE}'"),
    ("finding", '"end" = -7'),
    ("finding", "quote = x'00'"),
    ("failure", "reason = x'00'"),
)


@pytest.mark.parametrize(("table", "change"), CELLS, ids=[f"{table}-{change[:40]}" for table, change in CELLS])
def test_a_cell_that_no_build_wrote_is_told(
    made: bytes,
    table: str,
    change: str,
    monkeypatch: pytest.MonkeyPatch,
    amount,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setattr(connection, "CHECKED_BYTES", 0)
    lay(made)
    with closing(sqlite3.connect(STORE)) as store:
        store.execute("PRAGMA ignore_check_constraints = ON")
        store.execute(f"UPDATE {table} SET {change}")  # noqa: S608
        store.commit()
    broken = Path(STORE).read_bytes()
    told = 0
    for arguments in COMMANDS if amount(bounded=0, full=1) else QUESTIONS:
        lay(broken)
        ending = ask(arguments)
        assert faulty(ending) is None, (arguments, ending)
        told += ending.err == SAID
    assert told
    monkeypatch.setenv("CITEGRAPH_DEBUG", "1")
    for arguments in QUESTIONS:
        assert PASSAGE not in ask(arguments).err


def test_indexes_that_contradict_their_table_are_told(made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CHECKED_BYTES", 0)
    lay(made)
    with closing(sqlite3.connect(STORE)) as store:
        store.execute("PRAGMA writable_schema = ON")
        for index in ("sqlite_autoindex_document_1", "citation_document"):  # each is led to what is another's
            other = "(SELECT rootpage FROM sqlite_master WHERE name = 'document_number')"
            store.execute(f"UPDATE sqlite_master SET rootpage = {other} WHERE name = '{index}'")  # noqa: S608
        store.commit()
    for arguments in QUESTIONS:
        ending = ask(arguments)
        assert faulty(ending) is None, (arguments, ending)
    assert ask(("cited-by", "35-NQ/TW@XII")).err == SAID


def test_a_mistake_of_this_program_is_not_taken_for_damage(made: bytes) -> None:
    lay(made)
    with pytest.raises(ZeroDivisionError), Store(STORE) as store, store.snapshot():
        1 / 0  # noqa: B018
    with pytest.raises(sqlite3.OperationalError, match="no such column"), Store(STORE) as store:
        list(store._rows("s", "SELECT titel FROM report"))
    with pytest.raises(KeyError), Writer(STORE) as writer, writer.publication():
        {}["titel"]


def broken_payload(payload: bytes) -> bytes:
    return payload[:-3] + bytes([payload[-3] ^ 1]) + payload[-2:]


@pytest.mark.parametrize(
    "change",
    [
        "payload = broken(payload)",
        "payload = substr(payload, 1, 9)",
        "payload = 'no blob'",
        "payload = x'789c030000000001'",
        "part = part + 1",
    ],
)
def test_a_staged_part_that_was_damaged_costs_its_own_file_and_that_once(tmp_path: Path, change: str) -> None:
    folder, store = tmp_path / "r", tmp_path / STORE
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text("Theo Chỉ thị số 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        build([folder], store, jobs=1, progress=stop)
    with closing(sqlite3.connect(store)) as opened:
        opened.create_function("broken", 1, broken_payload)
        assert opened.execute(f"UPDATE pending SET {change} WHERE path LIKE '%/a.txt'").rowcount == 1  # noqa: S608
        opened.commit()
    first = build([folder], store, jobs=1)
    assert [(failure.path, failure.reason) for failure in first.failures] == [
        (f"{folder}/a.txt", "does not fit into the store")
    ]
    second = build([folder], store, jobs=1)
    assert (second.files_read, second.reports, second.failures) == (1, 2, ())
    assert intact(store)


def stop(done: int, files: int, reports: int) -> None:
    if done == files:
        raise KeyboardInterrupt


def test_a_build_that_a_report_ends_goes_on_once_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = tmp_path / "r", tmp_path / STORE
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text("Theo Chỉ thị số 05-CT/TW ngày 15/5/2016.", encoding="utf-8")

    def breaks(report: object, *rest: object) -> list[object]:
        if report.path.endswith("a.txt"):  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return []

    monkeypatch.setattr(pipeline.audit, "subjects", breaks)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            build([folder], store, jobs=1)
    (folder / "a.txt").unlink()
    assert build([folder], store, jobs=1).reports == 1


def test_a_store_found_damaged_is_told(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(shared / "faults" / "broken" / "flipped-malformed.sqlite", tmp_path / STORE)
    monkeypatch.chdir(tmp_path)
    for arguments in QUESTIONS:
        ending = ask(arguments)
        assert ending.code == DAMAGED, arguments
        assert faulty(ending) is None, (arguments, ending)


def test_staged_parts_outlive_a_full_disk(tmp_path: Path) -> None:
    with Writer(tmp_path / STORE) as writer:
        stage(writer, ReportInfo(id="a", path="a.txt", sha256="0" * 64))
        with pytest.raises(StoreError, match="is in use by another program"), writer.publication():
            raise busy(tmp_path)
        assert writer.drop_outdated_parts_and_get_state("a.txt", "0" * 64, RULES).staged


def busy(folder: Path) -> sqlite3.Error:
    """What SQLite says where another program holds the store."""
    with closing(sqlite3.connect(folder / "x")) as one, closing(sqlite3.connect(folder / "x", timeout=0)) as other:
        one.execute("CREATE TABLE t (x)")
        one.execute("INSERT INTO t VALUES (1)")
        with pytest.raises(sqlite3.OperationalError) as told:
            other.execute("BEGIN EXCLUSIVE")
        return told.value


def test_the_schema_changes_with_its_version() -> None:
    """The version tells a store of another schema from a damaged one."""
    assert (connection.VERSION, sha256(integrity.schema_sql().encode()).hexdigest()[:16]) == (12, "953d7df123eee032")
