// Keeps what a reviewer decides about undecided citations, and saves it as a table for `citegraph decisions add`.

import { details, reports } from "./data.js";
import { el } from "./dom.js";

const AROUND = 80; // code points of the words on each side, as in the table of decisions
const COLUMNS = ["report", "surface", "before", "after", "verdict", "document", "date", "start"];
const DOWNLOAD_TIME = 10_000; // ms until the download has certainly begun

const taken = new Map();

/** The number of decisions taken on this page. */
export const decisionCount = () => taken.size;

/** The document accepted for an undecided citation, if any. */
export const acceptedFor = (row) => taken.get(row)?.document;

/** Accept a document for an undecided citation; accepting it again takes that back. */
export function accept(row, document) {
  if (acceptedFor(row) === document) {
    taken.delete(row);
  } else {
    taken.set(row, { document, date: new Date().toISOString().slice(0, 10) });
  }
}

const single = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();
const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function line(row, { document, date }) {
  const [quote, at, length] = row.quote;
  const text = details.quotes[quote];
  const before = [...single(text.slice(0, at))].slice(-AROUND).join("").trim();
  const after = [...single(text.slice(at + length))].slice(0, AROUND).join("").trim();
  const cells = [
    reports[row.report].id,
    single(row.surface),
    before,
    after,
    "document",
    document,
    date,
    String(row.start),
  ];
  return cells.map(cell).join(",");
}

/** The decisions as a table, sorted. */
export function decisionTable() {
  const lines = [...taken].map(([row, decision]) => line(row, decision));
  return `${[COLUMNS.join(","), ...lines.sort()].join("\n")}\n`;
}

/** Save the table as decisions.csv. */
export function saveDecisions() {
  const href = URL.createObjectURL(new Blob([decisionTable()], { type: "text/csv" }));
  el("a", { href, download: "decisions.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(href), DOWNLOAD_TIME);
}
