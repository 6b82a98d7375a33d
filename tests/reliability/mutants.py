"""Breaks one promise after another in a copy of the project, and prints which test notices.

    python tests/reliability/mutants.py            # all of them
    python tests/reliability/mutants.py rename     # those whose name holds the word

A promise whose breach no test notices is none: the exit code is the number of mutants that survived.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

SECONDS = 900
"""Tests that a mutant keeps from ending are stopped after this long, and have noticed it."""


class Mutant(NamedTuple):
    name: str
    file: str
    old: str  # stands there exactly once
    new: str
    tests: str  # what is to notice it: arguments of pytest


MUTANTS = (
    Mutant(
        "rename: a file is written in its place",
        "citegraph/system.py",
        "        with beside:  # closing a file also writes\n",
        "        beside.close()\n        beside = path.open('wb')  # type: ignore\n        with beside:\n",
        "tests/reliability/test_crashes.py tests/export/test_export.py",
    ),
    Mutant(
        "rename: nothing is swept away",
        "citegraph/export/__init__.py",
        "                    left.unlink(missing_ok=True)\n",
        "                    pass\n",
        "tests/reliability/test_crashes.py",
    ),
    Mutant(
        "escape of CSV: formulas pass",
        "citegraph/export/csv_tables.py",
        """    return "'" + value if _FORMULA.match(value) else value""",
        "    return value",
        "tests/reliability/test_outputs.py tests/export/test_export.py",
    ),
    Mutant(
        "escape of the page: < stands in its data",
        "citegraph/page/pyvis_page.py",
        'for char in "<>&\\u2028\\u2029"}',
        'for char in "\\u2028\\u2029"}',
        "tests/reliability/test_outputs.py tests/page/test_bundle.py tests/page/test_hostile.py",
    ),
    Mutant(
        "escape of XML: control characters pass",
        "citegraph/export/graph_files.py",
        r'    return _NO_XML.sub(lambda character: f"\\x{ord(character.group()):02x}", text)',
        "    return text",
        "tests/reliability/test_outputs.py tests/export/test_export.py",
    ),
    Mutant(
        "escape of the terminal: control characters pass",
        "citegraph/cli/printing.py",
        r'    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\n\r]+", " ", text))',
        "    return text",
        "tests/reliability/test_mistakes.py tests/cli/test_cli.py",
    ),
    Mutant(
        "batch commit: what was read is kept at the end alone",
        "citegraph/pipeline/__init__.py",
        "            self._writer.commit()\n            self._committed",
        "            self._committed",
        "tests/reliability/test_crashes.py",
    ),
    Mutant(
        "batch commit: a publication is several transactions",
        "citegraph/store/publication_transaction.py",
        '        self._connection.execute("DELETE FROM relation")\n',
        '        self._connection.execute("COMMIT")\n        self._connection.execute("BEGIN IMMEDIATE")\n'
        '        self._connection.execute("DELETE FROM relation")\n',
        "tests/reliability/test_crashes.py tests/store/test_store.py",
    ),
    Mutant(
        "batch commit: readers do not ask of one state",
        "citegraph/store/reading.py",
        "        if self._connection.in_transaction:\n            yield\n",
        "        if True:\n            yield\n",
        "tests/store/test_store.py tests/reliability/test_side_by_side.py",
    ),
    Mutant(
        "parser limit: no file takes too long",
        "citegraph/read/guarded_loading.py",
        "        timer.start()\n",
        "        pass\n",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "parser limit: no file takes too much memory",
        "citegraph/system.py",
        "        resource.setrlimit(resource.RLIMIT_AS, (limit, most))\n",
        "        pass\n",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "parser limit: files are read without a guard",
        "citegraph/pipeline/workers.py",
        "        return load_guarded(task.source, on_page=on_page)\n",
        "        return read.load(task.source)\n",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "two at once: anybody writes",
        "citegraph/store/writing.py",
        "            stack.enter_context(writer_lock(self.path))\n",
        "",
        "tests/store/test_store.py tests/reliability/test_side_by_side.py",
    ),
    Mutant(
        "shuffles: a decision of before is not taken back",
        "citegraph/store/publication_transaction.py",
        '        self._restore_local_decisions("")\n',
        "",
        "tests/reliability/test_shuffles.py tests/pipeline/test_pipeline.py",
    ),
    Mutant(
        "network: a reader looks something up",
        "citegraph/read/formats.py",
        '    name = "file"\n',
        '    name = "file"\n    import socket\n\n    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("127.0.0.1", 9))\n',
        "tests/reliability/test_network.py",
    ),
    Mutant(
        "honest failure: an error keeps its traceback",
        "citegraph/cli/error_handling.py",
        "    except CitegraphError as error:\n        return _print_error(error, codes)\n",
        "",
        "tests/reliability/test_mistakes.py",
    ),
    Mutant(
        "newer schema: it is taken for ours",
        "citegraph/store/connection.py",
        "    if version > VERSION:\n",
        "    if version > 10**9:\n",
        "tests/reliability/test_mistakes.py tests/store/test_store.py",
    ),
    Mutant(
        "full disk: SQLite's own words",
        "citegraph/store/connection.py",
        '    sqlite3.SQLITE_FULL: (message("store.disk_full"), message("do.free_space")),\n',
        "",
        "tests/reliability/test_disks.py",
    ),
    Mutant(
        "hostile files: a bomb is unpacked",
        "citegraph/read/ooxml_package.py",
        "    if sum(part.file_size for part in parts) > UNPACKED_BYTES:",
        "    if sum(part.file_size for part in parts) > 10**12:",
        "tests/reliability/test_hostile_folder.py tests/read/test_hostile_files.py",
    ),
    Mutant(
        "hostile files: an archive gives out more than it may",
        "citegraph/read/parser_types.py",
        "        if size > self.bytes:\n",
        "        if False:\n",
        "tests/read/test_archives.py",
    ),
    Mutant(
        "hostile files: archives lie in one another without end",
        "citegraph/read/formats.py",
        "    if depth >= MEMBER_DEPTH:\n",
        "    if False:\n",
        "tests/read/test_archives.py",
    ),
    Mutant(
        "hostile files: links in an archive are followed",
        "citegraph/read/archive.py",
        "    if is_link:\n",
        "    if False:\n",
        "tests/read/test_archives.py",
    ),
    Mutant(
        "hostile files: links to folders are followed",
        "citegraph/read/sources.py",
        "            elif os.path.islink(name) and not named:",
        "            elif False:",
        "tests/reliability/test_hostile_folder.py",
    ),
    Mutant(
        "hostile files: what is called a table is read without a guard",
        "citegraph/pipeline/workers.py",
        "    found = load_guarded(source)  # its name",
        "    found = read.load(source)  # its name",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "hostile files: a failure without a remedy",
        "citegraph/read/parser_types.py",
        """form=form, why=why), message("do.resave"))""",
        """form=form, why=why), "")""",
        "tests/reliability/test_mutated_files.py",
    ),
    Mutant(
        "hostile files: what a parser raises ends the run",
        "citegraph/read/formats.py",
        "    except Exception as error:  # parsers",
        "    except ZeroDivisionError as error:  # parsers",
        "tests/reliability/test_mutated_files.py",
    ),
    Mutant(
        "hostile files: a row takes those behind it along",
        "citegraph/read/parser_types.py",
        "            except Exception as error:\n                yield failure_of_error(",
        "            except ZeroDivisionError as error:\n                yield failure_of_error(",
        "tests/read/test_hostile_files.py",
    ),
    Mutant(
        "hostile files: a module of the current folder is run",
        "citegraph/read/guarded_loading.py",
        '[sys.executable, "-P", "-c", _START]',
        '[sys.executable, "-c", _START]',
        "tests/read/test_guard.py",
    ),
    Mutant(
        "hostile files: a pattern enters links",
        "citegraph/read/glob_patterns.py",
        "entry.is_dir(follow_symlinks=False)",
        "entry.is_dir()",
        "tests/read/test_formats.py",
    ),
    Mutant(
        "hostile text: a rule that breaks ends the run",
        "citegraph/cite.py",
        "    except Exception as error:  # a defect",
        "    except ZeroDivisionError as error:  # no rule",
        "tests/reliability/test_parsers.py",
    ),
    Mutant(
        "hostile text: digits of other scripts stay",
        "citegraph/text/spelling.py",
        "    **DIGITS,\n",
        "",
        "tests/text/test_text.py tests/cases/test_cases.py",
    ),
    Mutant(
        "processes: a pool that broke ends the run",
        "citegraph/pipeline/workers.py",
        "        except BrokenProcessPool as error:\n            refused:",
        "        except ZeroDivisionError as error:\n            refused:",
        "tests/pipeline/test_pipeline.py",
    ),
    Mutant(
        "prune: what cannot be looked into is gone",
        "citegraph/pipeline/__init__.py",
        "        self.unread.append(failure.path)\n",
        "",
        "tests/pipeline/test_pipeline.py tests/reliability/test_hostile_folder.py",
    ),
    Mutant(
        "hostile text: what is nested is left",
        "citegraph/text/spelling.py",
        "            text = text.translate(_SETTLED)\n",
        "            break\n",
        "tests/reliability/test_any_text.py",
    ),
    Mutant(
        "hostile text: what is nested is folded for ever",
        "citegraph/text/spelling.py",
        "            text = text.translate(_SETTLED)\n",
        "            pass\n",
        "tests/reliability/test_steps.py",
    ),
    Mutant(
        "hostile text: mentions overlap",
        "citegraph/extract/rule_matching.py",
        "        if hit.start < cursor:\n",
        "        if hit.start < 0:\n",
        "tests/reliability/test_any_text.py",
    ),
    Mutant(
        "hostile text: offsets are those of folded text",
        "citegraph/text/spelling.py",
        "        for folding in reversed(self._rounds):\n",
        "        for folding in ():\n",
        "tests/reliability/test_any_text.py",
    ),
    Mutant(
        "hostile text: decomposed letters stay decomposed",
        "citegraph/text/spelling.py",
        '            return unicodedata.normalize("NFC", html.unescape(found))\n',
        "            return found\n",
        "tests/reliability/test_any_text.py tests/reliability/test_old_encodings.py",
    ),
    Mutant(
        "encodings: a conversion is not said",
        "citegraph/read/decode.py",
        '(*zeros, *raw.warnings, message("doubt.legacy", encoding=legacy))',
        "(*zeros, *raw.warnings)",
        "tests/reliability/test_old_encodings.py",
    ),
    Mutant(
        "encodings: one letter of VNI is another",
        "citegraph/read/legacy_encodings.py",
        """"ö": "ư", "î": "ỵ\"""",
        """"ö": "u", "î": "ỵ\"""",
        "tests/reliability/test_old_encodings.py",
    ),
    Mutant(
        "encodings: a hyphen of PDF stays one",
        "citegraph/read/legacy_encodings.py",
        "    return read if is_syllable(read) else word.group()",
        "    return word.group()",
        "tests/reliability/test_old_encodings.py",
    ),
    Mutant(
        "SQL: a value is put into a statement",
        "citegraph/store/writing.py",
        'WHERE source = (SELECT id FROM source WHERE path = ?)"\n        return bool(next(self._rows("i", sql, path))[0])',
        """WHERE source = (SELECT id FROM source WHERE path = '" + path + "')"\n"""
        """        return bool(next(self._rows("i", found))[0])""",
        "tests/reliability/test_outputs.py",
    ),
    Mutant(
        "the page: its policy lets others in",
        "citegraph/page/pyvis_page.py",
        """"default-src 'none'",""",
        """"default-src *",""",
        "tests/page/test_bundle.py",
    ),
    Mutant(
        "the page: its policy lets others in, seen in the browser",
        "citegraph/page/pyvis_page.py",
        """"default-src 'none'",""",
        """"default-src *",""",
        "tests/page/test_hostile.py",
    ),
    Mutant(
        "output: a note may lie outside",
        "citegraph/export/__init__.py",
        '        if ".." in PurePath(name).parts or PurePath(name).anchor:\n',
        "        if False:\n",
        "tests/reliability/test_outputs.py",
    ),
    Mutant(
        "honest failure: --debug says no more",
        "citegraph/cli/error_handling.py",
        "    if os.environ.get(DEBUG):\n",
        "    if False:\n",
        "tests/reliability/test_mistakes.py",
    ),
    Mutant(
        "honest failure: two kinds have one code",
        "citegraph/cli/__init__.py",
        "    ExportError: 6,\n",
        "    ExportError: 4,\n",
        "tests/reliability/test_mistakes.py",
    ),
    Mutant(
        "honest failure: a text is in the log",
        "citegraph/read/json_rows.py",
        """message("row.no_json", why=first_line(error))""",
        """message("row.no_json", why=line.decode())""",
        "tests/reliability/test_mistakes.py",
    ),
    Mutant(
        "damaged store: what a row raises is no damage",
        "citegraph/store/integrity.py",
        "    except _CONVERSION_ERRORS as error:\n",
        "    except ZeroDivisionError as error:\n",
        "tests/reliability/test_damaged_stores.py",
    ),
    Mutant(
        "damaged store: an error shows the cell it is about",
        "citegraph/store/integrity.py",
        '    return RedactedError(f"{name} ({code})" if code else name)',
        '    return RedactedError(f"{name} ({error})")',
        "tests/reliability/test_damaged_stores.py",
    ),
    Mutant(
        "damaged store: what ended a build ends the next",
        "citegraph/store/writing.py",
        "                if not may_keep_staged(error):\n",
        "                if False:\n",
        "tests/reliability/test_damaged_stores.py tests/store/test_store.py",
    ),
    Mutant(
        "selection: a narrowed corpus says nothing of the rest",
        "citegraph/store/most_cited.py",
        "        yield Omitted(*connection.execute(_OMITTED, values).fetchone())",
        "        yield Omitted()",
        "tests/store/test_selection.py tests/reliability/test_outputs.py",
    ),
    Mutant(
        "bounds: a text may name any number of documents",
        "citegraph/extract/rule_matching.py",
        "        if mentions > MOST:\n",
        "        if mentions > 10**9:\n",
        "tests/reliability/test_bounds.py::test_the_commands_do_with_512_mb_over_3_mb_of_citations",
    ),
    Mutant(
        "bounds: memory that runs out over a file ends the run",
        "citegraph/pipeline/workers.py",
        "    except MemoryError:  # not caused by a single report\n",
        "    except ZeroDivisionError:\n",
        "tests/reliability/test_bounds.py",
    ),
    Mutant(
        "names: two show alike",
        "citegraph/read/file_name_encoding.py",
        "    slashes = 2 * match[1]\n",
        "    slashes = match[1]\n",
        "tests/read/test_file_names.py",
    ),
    Mutant(
        "changed: what came of other bytes is kept",
        "citegraph/pipeline/__init__.py",
        "        if done.changed or not task.source.is_unchanged():\n",
        "        if done.changed:\n",
        "tests/pipeline/test_changing.py",
    ),
    Mutant(
        "changed: whatever lies there is opened",
        "citegraph/read/sources.py",
        "            if self.state not in (None, state):\n",
        "            if False:\n",
        "tests/pipeline/test_changing.py",
    ),
    Mutant(
        "output: two outputs may have one place",
        "citegraph/publish/output_checks.py",
        "            _refuse_clash(one, other)\n",
        "            pass\n",
        "tests/reliability/test_plan.py",
    ),
    Mutant(
        "output: a link may lead out of the folder",
        "citegraph/export/__init__.py",
        "        linked = folder.is_symlink()\n",
        "        linked = False\n",
        "tests/reliability/test_plan.py",
    ),
    Mutant(
        "output: two runs write into one folder at once",
        "citegraph/export/__init__.py",
        "            system.lock(descriptor, wait=True)\n",
        "            pass\n",
        "tests/reliability/test_plan.py",
    ),
    Mutant(
        "output: a build gives its right to write up before its files are written",
        "citegraph/publish/__init__.py",
        "        then=write_outputs,\n    )\n",
        "    )\n    with Store(store) as opened:\n        write_outputs(opened)\n",
        "tests/reliability/test_plan.py",
    ),
    Mutant(
        "large graphs: any number of edges is drawn",
        "citegraph/export/__init__.py",
        "    for row in rows if whole > MAX_EDGES else ():",
        "    for row in ():",
        "tests/reliability/test_large_graphs.py",
    ),
    Mutant(
        "streams: a closed one is left to the next file that is opened",
        "citegraph/cli/standard_streams.py",
        "        _open_null_if_closed(descriptor, way)\n",
        "        pass\n",
        "tests/cli/test_streams.py",
    ),
    Mutant(
        "core: a doubtful candidate decides",
        "citegraph/resolve/score.py",
        "ranked[0].probability >= THRESHOLD else None",
        "ranked[0].probability >= 0.5 else None",
        "tests/resolve/test_score.py tests/cases/test_cases.py",
    ),
    Mutant(
        "core: no document is thought of that no list has",
        "citegraph/resolve/candidates.py",
        "    return [*known, *further]\n",
        "    return known\n",
        "tests/cases/test_cases.py",
    ),
    Mutant(
        "core: a report cites what was issued after it",
        "citegraph/resolve/features.py",
        "issued[: len(written)] > written[: len(issued)]:",
        "issued[: len(written)] < written[: len(issued)] < '':",
        "tests/resolve/test_features.py",
    ),
    Mutant(
        "core: mentions of one document claim each for itself",
        "citegraph/resolve/passes.py",
        "        if len(cluster) < 2 or len(claims.terms) > 1:\n",
        "        if cluster:\n",
        "tests/resolve/test_passes.py",
    ),
    Mutant(
        "core: one paper is meant by who speaks of several of a plenum",
        "citegraph/resolve/passes.py",
        "        if len(of_plenum) > 1 or _is_plural(item, context) or len(_documents_titled_after(item, key, context)) > 1:\n",
        "        if False:\n",
        "tests/cases/test_cases.py",
    ),
    Mutant(
        "core: usage finds a resolution where a conclusion is named",
        "citegraph/resolve/passes.py",
        "        if plenum is None or known is None or known.kind != item.mention.kind:\n",
        "        if plenum is None or known is None:\n",
        "tests/cases/test_cases.py",
    ),
    Mutant(
        "core: the only listed paper of a number of the State is the one",
        "citegraph/resolve/by_number.py",
        "context.rank([*known, candidates.unlisted_document(code, document, None)], claims_of_mention(mention))",
        "context.rank(known, claims_of_mention(mention))",
        "tests/cases/test_cases.py",
    ),
    Mutant(
        "core: a report about a person is of the city of that name",
        "citegraph/resolve/document_locality.py",
        ' - provinces_of_role("namesake")',
        "",
        "tests/cases/test_cases.py",
    ),
    Mutant(
        "core: processes run the caller's script",
        "citegraph/pipeline/workers.py",
        '    sys.modules["__main__"] = ModuleType("__main__")\n',
        "",
        "tests/pipeline/test_start_methods.py",
    ),
    Mutant(
        "core: a group that comes to fewer rows than it says is whole",
        "citegraph/read/parquet_rows.py",
        "            if number < end:\n",
        "            if False:\n",
        "tests/reliability/test_damaged_tables.py",
    ),
    Mutant(
        "core: two terms said are taken for one",
        "citegraph/ids.py",
        "    if part == UNKNOWN or _TERM.fullmatch(part):\n",
        "    if part == UNKNOWN:\n",
        "tests/test_ids.py",
    ),
    Mutant(
        "core: the date of the next clause is the document's",
        "citegraph/extract/claims.py",
        '        if self._signs.startswith(",") and self._date_opens_next_clause(read.end):\n',
        "        if False:\n",
        "tests/extract/test_claims.py",
    ),
    Mutant(
        "core: the issuer of the next line is the document's",
        "citegraph/extract/claims.py",
        "            case TokenType.NOTE:\n",
        "            case TokenType.NOTE | TokenType.BLOCK:\n",
        "tests/extract/test_claims.py",
    ),
    Mutant(
        "core: any words behind a committee are a place",
        "citegraph/grammar/issuers.py",
        "    if named := gazetteer().name_after_unit_word(text, start, levels, stop):\n        return named.usual_name, named.end\n",
        "    if found := _UNKNOWN.match(text, start, stop):\n        return found.group(), found.end()\n",
        "tests/cases/test_cases.py",
    ),
    Mutant(
        "any system: a device is no name",
        "citegraph/text/safe_file_names.py",
        r"""    plain = _DEVICE.sub(r"\g<0>_", plain, count=1) if _DEVICE.match(plain) else plain""",
        "    pass",
        "tests/reliability/test_windows.py",
    ),
    Mutant(
        "any system: a console of another code page ends the command",
        "citegraph/cli/standard_streams.py",
        """        stream.reconfigure(errors="backslashreplace")\n""",
        "",
        "tests/reliability/test_windows.py",
    ),
)


def copied(folder: Path) -> Path:
    """The project as it stands, in a folder of its own."""
    for part in ("citegraph", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    return folder


def noticed(folder: Path, tests: str) -> str | None:
    """The first test that fails, or None."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--tb=line", *tests.split()]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return f"{tests.split(maxsplit=1)[0]} (stopped after {SECONDS} s)"
    if process.returncode == 0:
        return None
    found = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", said, re.MULTILINE)
    return found.group(1) if found else f"pytest ended with {process.returncode}: {said[-200:]!r}"


def main() -> int:
    """Try the mutants whose names hold the words on the command line; return how many survived."""
    chosen = [mutant for mutant in MUTANTS if all(word in mutant.name for word in sys.argv[1:])]
    survived = 0
    for mutant in chosen:
        with tempfile.TemporaryDirectory() as place:
            folder = copied(Path(place))
            file = folder / mutant.file
            code = file.read_text(encoding="utf-8")
            if code.count(mutant.old) != 1:
                print(
                    f"STALE     {mutant.name}: {mutant.file} holds the line {code.count(mutant.old)} times", flush=True
                )
                survived += 1
                continue
            file.write_text(code.replace(mutant.old, mutant.new), encoding="utf-8")
            began = time.monotonic()
            test = noticed(folder, mutant.tests)
            survived += test is None
            verdict = "SURVIVED " if test is None else "caught by"
            print(f"{verdict} {test or ''}  <-  {mutant.name} ({time.monotonic() - began:.0f} s)", flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} mutants were caught")
    return survived


if __name__ == "__main__":
    sys.exit(main())
