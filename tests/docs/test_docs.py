"""The README and the documentation hang together: links, commands, options, translations, promises and terms."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from modules import listed, modules

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "reliability"))

import mutants

import citegraph
from citegraph.cli import EXIT_CODES, root_command
from citegraph.export import all_formats as written
from citegraph.i18n.catalog import CATALOG
from citegraph.i18n.vietnamese_help import localized_usage
from citegraph.knowledge.tables import columns, required_columns
from citegraph.model import Method, Status
from citegraph.read.formats import FORMATS as READ
from citegraph.records.table_checks import check_knowledge

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = {id.removeprefix("evidence.") for id in CATALOG if id.startswith("evidence.")}
PACKAGE = Path(citegraph.__file__).parent
DOCS = PACKAGE / "docs"
README = ROOT / "README.md"
PAGES = [
    README,
    *sorted(DOCS.glob("*.md")),
    *(path for part in ("citegraph", "tests") for path in sorted((ROOT / part).rglob("README.md"))),
]
TWINS = sorted(path.name.removesuffix(".vi.md") for path in DOCS.glob("*.vi.md"))
FENCED = re.compile(r"^```.*?^```$\n?", re.MULTILINE | re.DOTALL)
ENGLISH, VIETNAMESE = "", ".vi"
LONGEST = 200  # lines of the README


def text(name: str) -> str:
    return (DOCS / f"{name}.md").read_text("utf-8")


def headings(page: str) -> list[str]:
    return re.findall(r"^#+ .*$", FENCED.sub("", page), re.MULTILINE)


def anchors(page: str) -> set[str]:
    """The anchors of the headings, as GitHub makes them."""
    names = (heading.lstrip("# ").lower() for heading in headings(page))
    return {re.sub(r"[^\w\- ]", "", name).replace(" ", "-") for name in names}


def sections(page: str) -> dict[str, str]:
    """The text of each section below "## "."""
    parts = re.split(r"^## (.*)\n", page, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def tables(page: str) -> list[list[list[str]]]:
    """The tables of a page: rows of cells, the first being the headings."""
    blocks = re.findall(r"(?:^\|.*\|\n)+", FENCED.sub("", page + "\n"), re.MULTILINE)
    lines = ([line for line in block.splitlines() if not re.fullmatch(r"[|\- :]+", line)] for block in blocks)
    return [[[cell.strip() for cell in re.split(r"(?<!\\)\|", line[1:-1])] for line in block] for block in lines]


class TestReadme:
    def test_it_is_short(self) -> None:
        assert len(README.read_text("utf-8").splitlines()) <= LONGEST

    def test_both_languages_have_the_same_parts(self) -> None:
        english, vietnamese = re.split(r"(?=^# Tiếng Việt$)", README.read_text("utf-8"), flags=re.MULTILINE)
        assert len(headings(english)) == len(headings(vietnamese))
        assert english.count("```") == vietnamese.count("```")
        assert len(tables(english)[0]) == len(tables(vietnamese)[0])

    def test_the_command_for_those_who_change_the_code_is_there_once(self) -> None:
        assert (
            len(re.findall(r"^    python3 -m venv \.venv && .*pytest.*$", README.read_text("utf-8"), re.MULTILINE)) == 1
        )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
class TestPages:
    def test_every_link_leads_somewhere(self, page: Path) -> None:
        shown = FENCED.sub("", page.read_text("utf-8"))
        for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`\n]*`", "", shown)):
            if target.startswith("https://"):
                continue
            name, _, anchor = target.partition("#")
            file = (page.parent / name).resolve() if name else page
            assert file.exists(), target
            if anchor:
                assert anchor in anchors(file.read_text("utf-8")), target

    def test_every_file_it_names_is_there(self, page: Path) -> None:
        for name in re.findall(r"`((?:citegraph|tests)/[\w./*-]+)`", page.read_text("utf-8")):
            assert list(ROOT.glob(name.rstrip("/"))), name

    def test_every_command_it_names_is_one(self, page: Path) -> None:
        known = set(COMMANDS) | {name.split()[0] for name in COMMANDS}
        for name in re.findall(r"`(?:\$ )?citegraph ([a-z][\w-]*)", page.read_text("utf-8")):
            assert name in known, name

    def test_it_is_in_composed_unicode_and_begins_with_a_heading(self, page: Path) -> None:
        shown = page.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", shown)
        assert shown.startswith("# ")


def _commands() -> dict[str, list[str]]:
    """The options of each command, under the names that are typed: "build", "known suggest"."""
    top = typer.main.get_command(root_command()).commands  # type: ignore[attr-defined]
    every = top | {f"{name} {below}": one for name in top for below, one in getattr(top[name], "commands", {}).items()}
    options = {
        name: [max(one.opts, key=len) for one in command.params if one.param_type_name == "option"]
        for name, command in every.items()
    }
    return {name: [option for option in found if option != "--lang"] for name, found in options.items()}


COMMANDS = _commands()


@pytest.mark.parametrize("language", [ENGLISH, VIETNAMESE], ids=["en", "vi"])
class TestCommands:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_it_has_a_section_with_all_its_options(self, command: str, language: str) -> None:
        section = sections(text(f"commands{language}"))[command]
        assert {option for option in COMMANDS[command] if f"`{option}" not in section} == set()
        said = set(re.findall(r"`(--[a-z-]+)", section))
        assert said - {"--lang", "--help", "--version", "--debug"} <= set(COMMANDS[command])

    def test_no_section_is_of_a_command_that_is_gone(self, language: str) -> None:
        lowered = {name for name in sections(text(f"commands{language}")) if re.fullmatch(r"[a-z -]+", name)}
        assert lowered == set(COMMANDS)

    def test_every_exit_code_is_told(self, language: str) -> None:
        told = {row[0] for table in tables(text(f"commands{language}")) for row in table}
        assert {str(code) for code in (0, 1, 2, 130, *EXIT_CODES.values())} <= told


@pytest.mark.parametrize("language", [ENGLISH, VIETNAMESE], ids=["en", "vi"])
class TestFormats:
    def test_every_ending_that_is_read_is_told(self, language: str) -> None:
        told = set(re.findall(r"\.[a-z0-9]+", text(f"formats{language}")))
        assert {ending for row in READ for ending in row.endings} - told == set()

    def test_every_format_that_is_written_is_told(self, language: str) -> None:
        told = set(re.findall(r"`([\w./-]+)`", text(f"formats{language}")))
        assert {name for row in written() for name in (row.name, row.file)} - told == set()


def test_every_function_is_told() -> None:
    told = {re.match(r"\w+", name).group() for row in rows("python") for name in re.findall(r"`(\w[^`]*)`", row[0])}  # type: ignore[union-attr]
    assert set(citegraph.__all__) - {"Store"} == told


@pytest.mark.parametrize("language", [ENGLISH, VIETNAMESE], ids=["en", "vi"])
def test_every_table_of_facts_is_told_with_the_columns_it_needs(language: str) -> None:
    page = text(f"knowledge{language}")
    for path in sorted((PACKAGE / "knowledge" / "data").glob("*.csv")):
        assert f"`{path.stem}" in page or f"`{path.name}`" in page, path.name
    told = {row[0]: row for table in tables(page) for row in table}
    for name in USER_TABLES:
        row = told[f"`{name}`"]
        assert set(re.findall(r"`(\w+)`", " ".join(row[1:]))) >= set(required_columns(name)), name
        assert set(re.findall(r"`(\w+)`", row[2])) <= set(columns(name)), name


def test_every_example_row_of_a_table_is_sound(tmp_path: Path) -> None:
    """All together: a row may name what another one adds."""
    for row in rows("knowledge"):
        if (name := row[0].strip("`")) in USER_TABLES:
            heads = ",".join(re.findall(r"`(\w+)`", row[2]))
            (tmp_path / f"{name}.csv").write_text(f"{heads}\n{row[3].strip('`')}\n", "utf-8")
    assert len(list(tmp_path.iterdir())) == len(USER_TABLES)
    assert check_knowledge(tmp_path) == []


@pytest.mark.parametrize("language", [ENGLISH, VIETNAMESE], ids=["en", "vi"])
def test_every_reason_and_method_of_a_decision_is_explained(language: str) -> None:
    told = set(re.findall(r"`([^`]+)`", text(f"decisions{language}")))
    assert {*EVIDENCE, *Method, *Status} - told == set()


@pytest.mark.parametrize("name", TWINS)
class TestTranslations:
    def test_both_have_as_many_headings(self, name: str) -> None:
        english, vietnamese = headings(text(name)), headings(text(f"{name}.vi"))
        assert [one.split()[0] for one in english] == [one.split()[0] for one in vietnamese]

    def test_both_show_the_same_commands(self, name: str) -> None:
        english, vietnamese = (sorted(_shown(localized_usage("vi", text(one)))) for one in (name, f"{name}.vi"))
        assert english == vietnamese

    def test_both_have_the_same_tables(self, name: str) -> None:
        english, vietnamese = ([len(one) for one in tables(text(each))] for each in (name, f"{name}.vi"))
        assert english == vietnamese


def _shown(page: str) -> Iterator[str]:
    """The commands of a page, without what is in a language: the words of drafts and the language asked for."""
    blocks = re.findall(r"^```sh\n.*?^```$", page, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^(citegraph .*)$", "".join(blocks), re.MULTILINE)
    for line in lines + re.findall(r"^(?:\$ |    )(citegraph .*)$", page, re.MULTILINE):
        yield re.sub(r" --lang vi| +#.*| (?:draft|du-thao)\S*", "", line).strip()


class TestPromises:
    """Each promise of reliability.md has an id, and tests that show it."""

    def test_every_promise_has_an_id_of_its_own_and_tests_that_are_there(self) -> None:
        names = [row[0] for row in promises()]
        assert len(names) == len(set(names))
        for name, _, shown in promises():
            assert re.fullmatch(r"`[a-z]+(?:-[a-z]+)*`", name)
            assert re.findall(r"`(tests/[\w/]+\.py)`", shown), name

    def test_every_promise_is_broken_by_a_mutant(self) -> None:
        noticing = {path for mutant in mutants.MUTANTS for path in mutant.tests.split()}
        for name, _, shown in promises():
            assert noticing & set(re.findall(r"`(tests/[\w/]+\.py)`", shown)), name

    def test_every_test_of_reliability_shows_a_promise(self) -> None:
        told = {path for row in promises() for path in re.findall(r"`(tests/[\w/]+\.py)`", row[2])}
        there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "reliability").glob("test_*.py")}
        assert there - told == {"tests/reliability/test_mutants.py"}  # it is about the breaches, not about a promise


def rows(name: str) -> list[list[str]]:
    return [row for table in tables(text(name)) for row in table[1:]]


def promises() -> list[list[str]]:
    return tables(text("reliability"))[0][1:]


def test_every_dependency_is_told_with_the_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[><=\[]", name)[0] for name in project["dependencies"]}
    told = {name: row[1] for row in rows("architecture") for name in re.findall(r"`([^`]+)`", row[0])}
    assert needed <= told.keys()
    assert {f"citegraph[{name}]" for name in project["optional-dependencies"]} <= told.keys()
    assert all(told[name] for name in needed)


def test_every_module_is_on_the_map_and_on_its_floor() -> None:
    floors = {row[0].strip("`"): row[1] for row in rows("architecture") if row[1].isdecimal()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (contract["layers"] for contract in project["tool"]["importlinter"]["contracts"])
    numbered = enumerate(reversed([layer for layer in layers if layer != "__main__"]), 1)
    assert floors == {name.strip(): str(floor) for floor, layer in numbered for name in layer.split("|")}
    assert listed(text("architecture")) == modules(), "python tests/docs/modules.py writes the map"


class TestGlossary:
    """The glossary is true of the code: its code terms are there, and the words it replaced are not."""

    def test_every_code_term_is_a_name_in_the_code(self) -> None:
        names = set(defined(private=True))
        terms = {term for row in glossary() for term in re.findall(r"`([\w.]+)`", row["Code"])}
        assert len(terms) > 40
        assert {term for term in terms if term.rpartition(".")[2] not in names} == set()

    def test_no_public_name_is_a_word_that_was_replaced(self) -> None:
        replaced = {word: row["Term"] for row in glossary() for word in re.findall(r"`(\w+)`", row["Not"])}
        assert len(replaced) > 8
        found = {
            f"{name} ({where}): say {replaced[word]}"
            for name, where in public()
            for word in words(name) & replaced.keys()
        }
        assert found == set()

    def test_a_concept_has_one_row_and_a_word_one_concept(self) -> None:
        terms = [row["Term"] for row in glossary()]
        assert len(terms) == len(set(terms))
        assert len(terms) > 40

    def test_both_languages_have_the_same_terms(self) -> None:
        assert [row["Term"] for row in glossary()] == [row["Term"] for row in glossary(".vi")]
        assert [row["Code"] for row in glossary()] == [row["Code"] for row in glossary(".vi")]
        assert [row["Not"] for row in glossary()] == [row["Not"] for row in glossary(".vi")]


def glossary(language: str = ENGLISH) -> list[dict[str, str]]:
    names = ("Vietnamese", "Term", "Code", "Meaning", "Not")
    return [
        dict(zip(names, row, strict=True))
        for table in tables(text(f"glossary{language}"))
        for row in table[1:]
        if len(row) == len(names)
    ]


def words(name: str) -> set[str]:
    """The words of a name: "reports_of" and "ReportsOf" are of "reports" and "of"."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def defined(*, private: bool) -> Iterator[str]:
    yield from (name for name, _ in _names(private=private))


def public() -> list[tuple[str, str]]:
    return sorted(set(_names(private=False)))


def _names(*, private: bool) -> Iterator[tuple[str, str]]:
    """Modules, classes, functions, their parameters, fields and constants, with the file of each."""
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        names = [path.parent.name if path.stem == "__init__" else path.stem]
        scopes: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
        while scopes:
            for node in ast.iter_child_nodes(scopes.pop()):
                match node:
                    case ast.ClassDef(name=name):
                        names.append(name)
                        if private or not name.startswith("_"):
                            scopes.append(node)
                    case ast.FunctionDef(name=name, args=taken):
                        names.append(name)
                        if private or not name.startswith("_"):
                            names += [one.arg for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
                    case ast.AnnAssign(target=ast.Name(id=name)):
                        names.append(name)
                    case ast.Assign(targets=[ast.Name(id=name)]):
                        names.append(name)
        yield from ((name, where) for name in names if private or not name.startswith("_"))


USER_TABLES = (
    *("documents", "state", "aliases", "plenums", "terms", "legislatures", "congresses", "kinds", "bodies"),
    *(
        "departments",
        "laws",
        "abbreviations",
        "provinces",
        "districts",
        "communes",
        "organizations",
        "countries",
        "publishers",
    ),
)
