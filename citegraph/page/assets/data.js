// The JSON in the page in, documents and reports out, each named by its place in the list.

const data = JSON.parse(document.getElementById("data").textContent);

const yearOf = (date) => (date ? Number(date.slice(0, 4)) : null);

export const communities = data.communities;
export const relations = data.relations;
export const quotes = data.quotes;
export const evidence = data.evidence;
export const undecided = data.undecided;
export const discrepancies = data.discrepancies;
export const totals = data.totals;
export const radius = data.radius;
export const options = data.options;
export const strings = data.strings;
export const fallbackLanguage = data.lang;
export const drawnAtFirst = data.drawn;

// Most cited first, so that a lower index means a document that more reports cite.
export const documents = data.documents.map((row, index) => ({
  ...row,
  index,
  aliases: row.aliases || [],
  kind: row.kind || "",
  issuer: row.issuer || "",
  year: yearOf(row.date),
  x: data.places[index][0],
  y: data.places[index][1],
  reports: [],
}));

// Newest first. A report without a path was cut: its title and quotes did not travel.
export const reports = data.reports.map((row, index) => ({
  ...row,
  index,
  cites: row.cites || [],
  said: row.said || [],
  travelled: Boolean(row.path),
  year: yearOf(row.date),
}));

for (const report of reports) {
  for (const cited of report.cites) {
    documents[cited].reports.push(report.index);
  }
}

// Documents that no report cites together with another; the layout lists them beside the graph.
export const alone = documents
  .filter((row) => row.reports.every((at) => reports[at].cites.length === 1))
  .map((row) => row.index);

const documentById = new Map(documents.map((row) => [row.id, row.index]));
const reportById = new Map(reports.map((row) => [row.id, row.index]));

export function documentAt(id) {
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
