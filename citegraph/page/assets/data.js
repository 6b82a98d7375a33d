// Reads the data embedded in the page. Documents and reports are referred to by their index.

/**
 * @typedef {object} DocumentRow most fields are those of the data model
 * @property {number} index
 * @property {string} id
 * @property {string} label
 * @property {number | null} year
 * @property {number} group its community, or -1
 * @property {number} x
 * @property {number} y
 * @property {number[]} reports that cite it
 */

/**
 * @typedef {object} ReportRow
 * @property {number} index
 * @property {string} id
 * @property {number[]} cites indices of documents
 * @property {number[] | null} levels how sure each of these citations is: 2 sure, 1 likely, 0 less; null if all are sure
 * @property {number | null} year
 * @property {boolean} included whether its title and quotes are in the page
 * @property {import("./quote.js").CitationRow[]} said its citations
 */

const read = (id) => JSON.parse(document.getElementById(id).textContent);

const outline = read("outline");

export const communities = outline.communities;
export const relations = outline.relations;
export const totals = outline.totals;
export const radius = outline.radius;
/** The least confidence, 0 to 1, of a citation that is likely, and of one that is sure. */
export const levels = outline.levels;
export const strings = outline.strings;
export const pageLanguage = outline.lang;
export const drawnAtFirst = outline.drawn;

/**
 * Set by `loadDetails`, as are title, date, locality, address, source and aliases of documents, and all fields of
 * reports but the year.
 */
export const details = {
  quotes: [],
  evidence: [],
  positions: [],
  undecided: [],
  findings: [],
  typed: { rules: [], fillers: [] },
};

const columns = outline.documents;
const value = ({ values, at }, index) => values[at[index]];

/** The documents by the number of reports that cite them, most first. */
export const documents = columns.id.map((id, index) => ({
  index,
  id,
  label: columns.label[index],
  year: columns.year[index],
  group: columns.group[index],
  kind: value(columns.kind, index),
  issuer: value(columns.issuer, index),
  term: value(columns.term, index),
  scope: value(columns.scope, index),
  status: value(columns.status, index),
  x: outline.places[2 * index],
  y: outline.places[2 * index + 1],
  reports: [],
  date: null,
  title: null,
  locality: null,
  url: null,
  checked: 0,
  source: null,
  facts: "",
  aliases: [],
}));

/** The reports, newest first. One that is not included was cut: its title and quotes are not in the page. */
export const reports = outline.reports.cites.map((cites, index) => ({
  index,
  cites,
  levels: outline.reports.levels[index] ?? null,
  year: outline.reports.year[index],
  id: "",
  included: false,
  said: [],
}));

for (const { cites, index } of reports) {
  for (const cited of cites) {
    documents[cited].reports.push(index);
  }
}

let documentById = null;
const reportById = new Map();

/** Reads the data that the first drawing does not need. */
export function loadDetails() {
  const loaded = read("details");
  for (const [field, column] of Object.entries(loaded.documents)) {
    for (const row of documents) {
      row[field] = column[row.index];
    }
  }
  for (const report of reports) {
    Object.assign(report, loaded.reports[report.index]);
    report.included = Boolean(report.path);
    reportById.set(report.id, report.index);
  }
  for (const field of Object.keys(details)) {
    details[field] = loaded[field];
  }
}

/** Documents that no report cites together with another; the layout lists them beside the graph. */
export const alone = documents
  .filter((row) => row.reports.every((at) => reports[at].cites.length === 1))
  .map((row) => row.index);

/**
 * @param {string} id
 * @returns {number} index of the document, or -1
 */
export function documentAt(id) {
  documentById ??= new Map(documents.map((row) => [row.id, row.index]));
  return documentById.get(id) ?? -1;
}

/**
 * @param {string} id
 * @returns {number} index of the report, or -1
 */
export function reportAt(id) {
  return reportById.get(id) ?? -1;
}

/**
 * @param {ReportRow} report
 * @returns {string}
 */
export function reportName(report) {
  return report.title || report.id;
}

/**
 * @param {number} index of a document
 * @returns {{kind: string, other: number}[]} the documents that it replaces, amends, is replaced by or amended by
 */
export function relationsOf(index) {
  const found = [];
  for (const [newer, older, kind] of relations) {
    if (newer === index) {
      found.push({ kind, other: older });
    } else if (older === index) {
      found.push({ kind: kind === "replaces" ? "replaced-by" : "amended-by", other: newer });
    }
  }
  return found;
}

const ALONE = 2; // years after all others in which a single report is taken for one with a misread date

/**
 * @param {{year: number | null}[]} rows
 * @returns {[number, number] | null} first and last year; a single row far after the others does not count
 */
export function yearSpan(rows) {
  const years = Int32Array.from(rows.map(({ year }) => year).filter((year) => year !== null)).sort();
  let { length } = years;
  while (length > 2 && years[length - 1] - years[length - 2] >= ALONE) {
    length -= 1;
  }
  return length ? [years[0], years[length - 1]] : null;
}

export const reportYears = yearSpan(reports.filter((report) => report.cites.length));

/** No document is younger than the reports that cite it: a later year was misread. */
export const documentYears = yearSpan(
  documents.filter(({ year }) => year === null || !reportYears || year <= reportYears[1]),
);

/** The number of citing reports, and of those without a date. */
export const dating = (() => {
  const citing = reports.filter((report) => report.cites.length);
  return { all: citing.length, undated: citing.filter((report) => report.year === null).length };
})();
