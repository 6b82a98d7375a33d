-- A citegraph store.
--
-- Integers are keys of this file only: two stores of the same reports hold the same content under the text names, and
-- may number it differently if they were filled in another order. `dump` of the Python class compares by name.
--
-- Every table but `pending` is always the whole result of the last finished build: a build collects what it reads in
-- `pending`, part by part, and takes all of it over in one transaction at its end. A build that was killed leaves its
-- parts there, and the next one goes on from them.

-- A file that was read, or could not be.
CREATE TABLE source (
    id      INTEGER PRIMARY KEY,
    path    TEXT NOT NULL UNIQUE,
    sha256  TEXT,                                  -- of its bytes; NULL where it could not be opened: tried again each time
    rules   TEXT NOT NULL,                         -- fingerprint of the rules and known documents it was read with
    missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1))  -- 1: no longer there when its folder was last read
);

-- A citing text. A file is one report, a table of reports one a row.
CREATE TABLE report (
    id        INTEGER PRIMARY KEY,
    name      TEXT UNIQUE,                         -- for people: the stem, or the path where the stem could mean another;
                                                   -- NULL only while a build gives out names
    stem      TEXT NOT NULL,                       -- as the reader calls it
    source    INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    path      TEXT NOT NULL UNIQUE,                -- of the file, or "file.jsonl#12" for a row; "file.jsonl#12#" for a
                                                   -- file of that name
    sha256    TEXT NOT NULL,
    title     TEXT,
    date      TEXT,                                -- "2018-10-22", "2018-10" or "2018"
    publisher TEXT,
    locality  TEXT,
    number    TEXT,
    url       TEXT,
    warnings  TEXT NOT NULL DEFAULT '[]',          -- JSON list of sentences
    extra     TEXT NOT NULL DEFAULT '[]'           -- JSON list of [name, value]
);
CREATE INDEX report_source ON report (source);
CREATE INDEX report_stem ON report (stem);
-- Lists of reports go from the newest to the oldest; those without a date come last.
CREATE INDEX report_date ON report (coalesce(date, ''), id);
CREATE INDEX report_publisher ON report (publisher, coalesce(date, ''), id);
CREATE INDEX report_locality ON report (locality, coalesce(date, ''), id);
CREATE INDEX report_warned ON report (name) WHERE warnings <> '[]';

-- What could not be read, why, and what its owner can do.
CREATE TABLE failure (
    id     INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    path   TEXT NOT NULL,
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL
);
CREATE INDEX failure_source ON failure (source);

-- A cited document, or one related to it: a node of the graph.
CREATE TABLE document (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,                 -- canonical id, "35-NQ/TW@XII"
    label    TEXT NOT NULL,
    scope    TEXT NOT NULL CHECK (scope IN ('party', 'state')),
    status   TEXT NOT NULL CHECK (status IN ('known', 'learned', 'minted')),
    kind     TEXT,
    number   TEXT,
    symbol   TEXT,
    body     TEXT,
    term     TEXT,
    locality TEXT,
    issuer   TEXT,
    date     TEXT,
    title    TEXT,
    aliases  TEXT NOT NULL DEFAULT '[]',           -- JSON list of names
    since    TEXT,                                 -- the day from which it is in force
    until    TEXT,                                 -- the day from which it is out of force
    url      TEXT,
    checked  INTEGER NOT NULL DEFAULT 0,           -- pages that agree on number and date
    source   TEXT
);
CREATE INDEX document_number ON document (number);

-- How a document stands to others, which need not be cited themselves.
CREATE TABLE relation (
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL CHECK (kind IN ('replaces', 'replaced_by', 'amends', 'amended_by')),
    position INTEGER NOT NULL,
    other    TEXT NOT NULL,                        -- canonical id
    PRIMARY KEY (document, kind, position)
) WITHOUT ROWID;

-- A mention of a document in a report, and the decision which document it names.
CREATE TABLE citation (
    id         INTEGER PRIMARY KEY,
    report     INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    start      INTEGER NOT NULL,                   -- code points of the report's decoded text, half-open
    "end"      INTEGER NOT NULL,
    surface    TEXT NOT NULL,
    form       TEXT NOT NULL,
    scope      TEXT NOT NULL CHECK (scope IN ('party', 'state')),
    rule       TEXT NOT NULL,
    kind       TEXT,
    number     TEXT,
    symbol     TEXT,
    body       TEXT,
    code       TEXT,
    name       TEXT,
    date       TEXT,
    term       TEXT,
    issuer     TEXT,
    title      TEXT,
    locality   TEXT,
    plenum     TEXT,
    pinpoint   TEXT,
    position   TEXT,                               -- in the original: "page 3, line 12"
    quote      TEXT NOT NULL,
    quote_at   INTEGER NOT NULL,
    claims     TEXT NOT NULL DEFAULT '[]',         -- JSON list of [field, value, start, end, attachment]: where it was read
    document   INTEGER REFERENCES document (id),   -- the decision
    undecided  TEXT,                               -- or the canonical id as far as it is known, "18-NQ/TW@?"
    method     TEXT NOT NULL,
    confidence REAL NOT NULL,                      -- 0 to 1: how likely the decision is right
    evidence   TEXT NOT NULL DEFAULT '[]',         -- JSON list of [name, weight, detail]
    candidates TEXT NOT NULL DEFAULT '[]',         -- JSON list of [document, score, probability, evidence]
    UNIQUE (report, start),
    CHECK ((document IS NULL) <> (undecided IS NULL))
);
CREATE INDEX citation_document ON citation (document, report, start);
CREATE INDEX citation_undecided ON citation (undecided) WHERE undecided IS NOT NULL;
CREATE INDEX citation_minted ON citation (document) WHERE method = 'minted';

-- What the report alone says of a citation that the other reports decided. Each build starts again from here, which is
-- why the order in which reports came in changes nothing.
CREATE TABLE local_decision (
    citation   INTEGER PRIMARY KEY REFERENCES citation (id) ON DELETE CASCADE,
    document   TEXT NOT NULL,                      -- canonical id, decided or not
    method     TEXT NOT NULL,
    confidence REAL NOT NULL,
    evidence   TEXT NOT NULL,
    candidates TEXT NOT NULL
);

-- Mentions that a person decided to be no citations, as rows of `citation`. Each build starts again with all of them.
CREATE TABLE rejected AS SELECT * FROM citation WHERE 0;
CREATE TRIGGER report_rejected AFTER DELETE ON report BEGIN
    DELETE FROM rejected WHERE report = old.id;
END;

-- What the last build used, by digests: "decisions", the table of what people decided; "rules", by which findings were
-- made.
CREATE TABLE used (
    name   TEXT PRIMARY KEY,
    digest TEXT NOT NULL
) WITHOUT ROWID;

-- What was written from this store into a folder: JSON of what it was made from and of its files.
CREATE TABLE written (
    folder TEXT PRIMARY KEY,
    record TEXT NOT NULL
) WITHOUT ROWID;

-- A citation that contradicts what is known of its document, or is not written as it should be.
CREATE TABLE finding (
    id       INTEGER PRIMARY KEY,
    report   INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    document TEXT NOT NULL,                        -- canonical id
    field    TEXT NOT NULL,
    said     TEXT NOT NULL,
    known    TEXT NOT NULL,
    quote    TEXT NOT NULL,
    other    TEXT,                                 -- canonical id of the document it points to, where it is another one
    severity   TEXT NOT NULL CHECK (severity IN ('wrong', 'doubtful', 'style')),
    correction TEXT,                               -- what to write in the place of the part, where that puts it right
    part_start INTEGER,                            -- code points of the words that are wrong; NULL: the whole citation
    part_end   INTEGER,
    CHECK ((part_start IS NULL) = (part_end IS NULL))
);
CREATE INDEX finding_report ON finding (report, start);
CREATE INDEX finding_document ON finding (document);

-- Work of an unfinished build: a part of a file, as the reading processes packed it.
CREATE TABLE pending (
    path    TEXT NOT NULL,
    part    INTEGER NOT NULL,
    sha256  TEXT,
    rules   TEXT NOT NULL,
    last    INTEGER NOT NULL CHECK (last IN (0, 1)),  -- 1: the file's last part
    payload BLOB NOT NULL,                         -- JSON of reports, citations and failures, compressed by zlib
    PRIMARY KEY (path, part)
);

-- Counts for questions that must be answered at once, however large the store is. They follow from the tables above; the
-- transaction that changes those counts again.

-- How often a document is cited.
CREATE TABLE document_count (
    document  INTEGER PRIMARY KEY,
    reports   INTEGER NOT NULL,
    citations INTEGER NOT NULL,
    first     TEXT,                                -- date of the earliest report that cites it
    last      TEXT
);
CREATE INDEX document_count_reports ON document_count (reports, document);

-- The reports that cite a document, by date; '' for one without.
CREATE TABLE citing (
    document   INTEGER NOT NULL,
    date       TEXT NOT NULL,
    report     INTEGER NOT NULL,
    mentions   INTEGER NOT NULL,
    confidence REAL NOT NULL,                      -- of its most certain citation of the document
    PRIMARY KEY (document, date, report)
) WITHOUT ROWID;
CREATE INDEX citing_report ON citing (report, document);

-- How many reports of a year cite a document; '' for those without a date.
CREATE TABLE citing_year (
    document INTEGER NOT NULL,
    year     TEXT NOT NULL,
    reports  INTEGER NOT NULL,
    PRIMARY KEY (document, year)
) WITHOUT ROWID;

-- The documents that most reports cite together with a document, those with the greatest weight first.
CREATE TABLE together (
    document INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    other    INTEGER NOT NULL,
    reports  INTEGER NOT NULL,
    PRIMARY KEY (document, place)
) WITHOUT ROWID;

-- The values that lists are filtered by, with how many reports or cited documents have them.
CREATE TABLE facet (
    field TEXT NOT NULL CHECK (field IN ('publisher', 'locality', 'kind')),
    value TEXT NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (field, value)
) WITHOUT ROWID;

-- How much the store holds.
CREATE TABLE total (
    name TEXT PRIMARY KEY,
    n    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE VIEW cited_by AS
SELECT d.name AS document, d.label, r.name AS report, r.title, r.date, r.publisher, r.path,
       c.start, c."end", c.surface, c.quote, c.method, c.confidence
FROM citation AS c JOIN document AS d ON d.id = c.document JOIN report AS r ON r.id = c.report;

CREATE VIEW undecided AS
SELECT c.undecided AS document, r.name AS report, r.date, c.start, c."end", c.surface, c.quote, c.candidates
FROM citation AS c JOIN report AS r ON r.id = c.report
WHERE c.undecided IS NOT NULL;

CREATE VIEW most_cited AS
SELECT d.name AS document, d.label, d.scope, d.date, d.title, n.reports, n.citations
FROM (SELECT document, count(DISTINCT report) AS reports, count(*) AS citations
      FROM citation WHERE document IS NOT NULL GROUP BY document) AS n
JOIN document AS d ON d.id = n.document
ORDER BY n.reports DESC, n.citations DESC, d.name;

CREATE VIEW missing AS
SELECT r.name AS report, r.title, r.date, r.path
FROM report AS r JOIN source AS s ON s.id = r.source
WHERE s.missing;

-- The words of titles and quotes, for questions: without diacritics, which the tokenizer takes away, and đ as d, which it
-- leaves. Each index stands beside its view and is changed in the same transaction as its table.
CREATE VIEW document_text AS
SELECT id, replace(replace(
    name || ' ' || coalesce(kind, '') || ' ' || label || ' ' || coalesce(title, '') || ' ' || aliases, 'đ', 'd'
), 'Đ', 'd') AS words
FROM document;
CREATE VIEW report_text AS
SELECT id, replace(replace(coalesce(title, ''), 'đ', 'd'), 'Đ', 'd') AS words FROM report;
CREATE VIEW citation_text AS
SELECT id, replace(replace(quote, 'đ', 'd'), 'Đ', 'd') AS words FROM citation;

CREATE VIRTUAL TABLE document_words USING fts5
    (words, content = 'document_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE report_words USING fts5
    (words, content = 'report_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE citation_words USING fts5
    (words, content = 'citation_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');

CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
    INSERT INTO document_words (rowid, words) SELECT id, words FROM document_text WHERE id = new.id;
END;
-- What goes out of an index must be spelled as it went in: before the row itself changes.
CREATE TRIGGER document_changes BEFORE UPDATE OF kind, label, title, aliases ON document
WHEN (old.kind, old.label, old.title, old.aliases) IS NOT (new.kind, new.label, new.title, new.aliases) BEGIN
    INSERT INTO document_words (document_words, rowid, words)
    SELECT 'delete', id, words FROM document_text WHERE id = old.id;
END;
CREATE TRIGGER document_changed AFTER UPDATE OF kind, label, title, aliases ON document
WHEN (old.kind, old.label, old.title, old.aliases) IS NOT (new.kind, new.label, new.title, new.aliases) BEGIN
    INSERT INTO document_words (rowid, words) SELECT id, words FROM document_text WHERE id = new.id;
END;
CREATE TRIGGER document_goes BEFORE DELETE ON document BEGIN
    INSERT INTO document_words (document_words, rowid, words)
    SELECT 'delete', id, words FROM document_text WHERE id = old.id;
END;

-- Titles of reports and quotes never change: a report that is read anew is a new row. A build adds the words of all new
-- rows together, which takes a tenth of the time that a trigger for each of them would.
CREATE TRIGGER report_goes BEFORE DELETE ON report BEGIN
    INSERT INTO report_words (report_words, rowid, words) SELECT 'delete', id, words FROM report_text WHERE id = old.id;
END;
CREATE TRIGGER citation_goes BEFORE DELETE ON citation BEGIN
    INSERT INTO citation_words (citation_words, rowid, words)
    SELECT 'delete', id, words FROM citation_text WHERE id = old.id;
END;
