// Finds documents and reports by what was typed, best first.

import { documents, reports, reportName } from "./data.js";
import { fold, words } from "./text.js";

const MOST = 30;
// Scores of a match by where it is found; documents rank before reports, and the more cited before the less.
const WHOLE = 100;
const START = 60;
const LABEL = 30;
const WORD = 12;
const PART = 6;
const NEAR = 2;
const DOCUMENT = 40;

const compact = (text) => fold(text).replace(/[^\p{L}\p{N}]/gu, "");

function entry(kind, index, name, rest) {
  const text = fold(`${name} ${rest}`);
  return { kind, index, label: fold(name), compact: compact(name), text, words: [...new Set(words(text))] };
}

let entries = null;

function all() {
  entries ??= [
    ...documents.map((row) =>
      entry(
        "d",
        row.index,
        `${row.label} ${row.aliases.join(" ")} ${row.title || ""}`,
        `${row.id} ${row.issuer} ${row.locality || ""} ${row.term || ""}`,
      ),
    ),
    ...reports
      .filter((report) => report.included)
      .map((report) =>
        entry(
          "r",
          report.index,
          reportName(report),
          `${report.id} ${report.publisher || ""} ${report.locality || ""} ${report.number || ""}`,
        ),
      ),
  ];
  return entries;
}

/**
 * Whether two words differ by one typing error: a letter added, missing or replaced, or two letters swapped.
 * @param {string} one
 * @param {string} other
 * @returns {boolean}
 */
export function isNear(one, other) {
  if (one === other) {
    return true;
  }
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) {
    return false;
  }
  let at = 0;
  while (at < short.length && short[at] === long[at]) {
    at += 1;
  }
  if (short.length < long.length) {
    return short.slice(at) === long.slice(at + 1);
  }
  return (
    short.slice(at + 1) === long.slice(at + 1) ||
    (short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2))
  );
}

function scoreWord(word, item) {
  if (item.words.includes(word)) {
    return WORD;
  }
  if (item.text.includes(word)) {
    return PART;
  }
  // A typing error is accepted in a word, not in a number: 35 is not 36.
  return word.length > 3 && !/\d/.test(word) && item.words.some((other) => other.length > 2 && isNear(word, other))
    ? NEAR
    : 0;
}

function score(folded, compacted, typed, item) {
  let sum = 0;
  for (const word of typed) {
    const value = scoreWord(word, item);
    if (!value) {
      return compacted.length > 2 && item.compact.includes(compacted) ? START : 0;
    }
    sum += value;
  }
  if (item.compact === compacted) {
    sum += WHOLE;
  } else if (
    item.label.startsWith(folded) ||
    words(item.label)
      .join(" ")
      .includes(` ${typed.join(" ")}`)
  ) {
    sum += START;
  } else if (item.compact.includes(compacted)) {
    sum += LABEL;
  }
  return sum + (item.kind === "d" ? DOCUMENT : 0);
}

/**
 * @param {string} query
 * @returns {{kind: "d" | "r", index: number, value: number}[]} documents and reports, best first
 */
export function find(query) {
  const folded = fold(query.trim());
  const typed = words(folded);
  if (!typed.length) {
    return [];
  }
  const compacted = compact(query);
  const hits = [];
  for (const item of all()) {
    const value = score(folded, compacted, typed, item);
    if (value) {
      hits.push({ kind: item.kind, index: item.index, value });
    }
  }
  // Documents are in order of citations, reports of date, so that the lower index wins a tie.
  hits.sort((one, other) => other.value - one.value || one.kind.localeCompare(other.kind) || one.index - other.index);
  return hits.slice(0, MOST);
}
