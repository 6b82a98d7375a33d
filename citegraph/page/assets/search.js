// Finds documents and reports by what was typed: the more exactly named first, then the more cited.

import { documents, reports, reportName } from "./data.js";
import { fold } from "./text.js";
import { parseQuery } from "./query-parsing.js";

const MOST = 30;

// How what was typed fits, the loosest first; as the command line measures it, with typing errors besides.
const NEAR = 0.2; // a word differs by one typing error
const PART = 0.5; // a word is a part of a word
const WORDS = 1; // every word is in the names, issuer or locality
const MIXED = 2; // every part is a fact or such a word
const PHRASE = 3; // a name contains the whole
const START = 4; // a name begins with the whole
const FACTS = 5; // every part is a fact
const WHOLE = 6; // it is a name

/** Returns the words in lower case, numbers without leading zeros. */
const wordsOf = (text) =>
  (
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) || []
  ).map((word) => word.replace(/^0+(?=.)/, ""));

function entry(kind, index, names, more, facts = "") {
  const texts = [...names, ...more].filter(Boolean);
  return {
    kind,
    index,
    names: names.filter(Boolean).map(wordsOf),
    text: fold(texts.join(" ")),
    own: new Set(texts.flatMap(wordsOf)),
    facts: new Set(facts.split(" ")),
    plain: null,
  };
}

let entries = null;

function all() {
  entries ??= [
    ...documents.map((row) =>
      entry(
        "d",
        row.index,
        [row.label, row.title, ...row.aliases],
        [row.id, row.kind, row.issuer, row.locality],
        row.facts,
      ),
    ),
    ...reports
      .filter((report) => report.included)
      .map((report) =>
        entry("r", report.index, [reportName(report)], [report.id, report.publisher, report.locality, report.number]),
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

/** A word typed with diacritics fits only the same, a word typed without fits any. */
const sameWord = (word, there) => word === there || word === fold(there);

const beginsAt = (typed, name, at) =>
  name.length >= at + typed.written.length && typed.written.every((word, i) => sameWord(word, name[at + i]));

// A typing error is accepted in a word, not in a number: 35 is not 36.
const mistyped = (word, item) =>
  word.length > 3 && !/\d/.test(word) && [...item.plain].some((other) => other.length > 2 && isNear(word, other));

/** Returns how loosely the words fit: as parts of words, or with typing errors; 0 if not. */
function loosely(typed, item) {
  if (typed.plain.every((word) => item.text.includes(word))) {
    return PART;
  }
  return typed.plain.every((word) => item.text.includes(word) || mistyped(word, item)) ? NEAR : 0;
}

function exactness(typed, item) {
  const rest = typed.parts.filter((part) => !item.facts.has(part));
  const may = rest.every((part) => item.text.includes(part)) || typed.plain.every((word) => item.text.includes(word));
  item.plain ??= new Set([...item.own].map(fold));
  if (!may) {
    return loosely(typed, item);
  }
  if (item.names.some((name) => name.length === typed.written.length && beginsAt(typed, name, 0))) {
    return WHOLE;
  }
  if (!rest.length) {
    return FACTS;
  }
  if (item.names.some((name) => beginsAt(typed, name, 0))) {
    return START;
  }
  if (item.names.some((name) => name.some((_, at) => at > 0 && beginsAt(typed, name, at)))) {
    return PHRASE;
  }
  const fits = new Set(
    typed.plain.filter((word, at) => (typed.written[at] === word ? item.plain : item.own).has(typed.written[at])),
  );
  const isWord = (part) => fits.has(part) || (item.plain.has(part) && !typed.plain.includes(part));
  if (rest.length < typed.parts.length && rest.every(isWord)) {
    return MIXED;
  }
  return typed.plain.every((word) => fits.has(word)) ? WORDS : loosely(typed, item);
}

/**
 * @param {string} query
 * @returns {{kind: "d" | "r", index: number, value: number}[]} documents and reports, best first
 */
export function find(query) {
  const written = wordsOf(query);
  const typed = { written, plain: written.map(fold), parts: parseQuery(query) };
  if (!typed.parts.length) {
    return [];
  }
  const hits = [];
  for (const item of all()) {
    const value = exactness(typed, item);
    if (value) {
      hits.push({ kind: item.kind, index: item.index, value });
    }
  }
  // Documents are in order of citations, reports of date, so that the lower index wins a tie.
  hits.sort((one, other) => other.value - one.value || one.kind.localeCompare(other.kind) || one.index - other.index);
  return hits.slice(0, MOST);
}
