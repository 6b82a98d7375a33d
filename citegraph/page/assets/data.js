// The JSON in the page in, documents and reports out, each named by its place in the list.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

const outline = read("outline");

export const communities = outline.communities;
export const relations = outline.relations;
export const totals = outline.totals;
export const radius = outline.radius;
export const options = outline.options;
export const strings = outline.strings;
export const fallbackLanguage = outline.lang;
export const drawnAtFirst = outline.drawn;

// Filled by `complete`, as are title, date, place, address, source and aliases of the documents and all but the year of reports.
export const rest = { quotes: [], evidence: [], undecided: [], findings: [] };

const column = outline.documents;
const value = ({ values, at }, index) => values[at[index]];

// Most cited first, so that a lower index means a document that more reports cite.
export const documents = column.id.map((id, index) => ({
  index,
  id,
  label: column.label[index],
  year: column.year[index],
  group: column.group[index],
  kind: value(column.kind, index),
  issuer: value(column.issuer, index),
  term: value(column.term, index),
  scope: value(column.scope, index),
  status: value(column.status, index),
  x: outline.places[2 * index],
  y: outline.places[2 * index + 1],
  reports: [],
  date: null,
  title: null,
  place: null,
  url: null,
  checked: 0,
  source: null,
  aliases: [],
}));

// Newest first. A report that has not travelled was cut: its title and quotes are not in the page.
export const reports = outline.reports.cites.map((cites, index) => ({
  index,
  cites,
  year: outline.reports.year[index],
  id: "",
  travelled: false,
  said: [],
}));

for (const { cites, index } of reports) {
  for (const cited of cites) {
    documents[cited].reports.push(index);
  }
}

let documentById = null;
const reportById = new Map();

// Reads what the first picture can do without.
export function complete() {
  const details = read("details");
  for (const [field, column] of Object.entries(details.documents)) {
    for (const row of documents) {
      row[field] = column[row.index];
    }
  }
  for (const report of reports) {
    Object.assign(report, details.reports[report.index]);
    report.travelled = Boolean(report.path);
    reportById.set(report.id, report.index);
  }
  for (const field of Object.keys(rest)) {
    rest[field] = details[field];
  }
}

// Documents that no report cites together with another; the layout lists them beside the graph.
export const alone = documents
  .filter((row) => row.reports.every((at) => reports[at].cites.length === 1))
  .map((row) => row.index);

export function documentAt(id) {
  documentById ??= new Map(documents.map((row) => [row.id, row.index]));
  return documentById.get(id) ?? -1;
}

export function reportAt(id) {
  return reportById.get(id) ?? -1;
}

export function reportName(report) {
  return report.title || report.id;
}

// What a document replaces or is replaced by (or amends): [{kind, other}].
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

export function yearSpan(rows) {
  let first = Infinity;
  let last = -Infinity;
  for (const { year } of rows) {
    if (year !== null) {
      first = Math.min(first, year);
      last = Math.max(last, year);
    }
  }
  return first <= last ? [first, last] : null;
}

export const documentYears = yearSpan(documents);
export const reportYears = yearSpan(reports.filter((report) => report.cites.length));
