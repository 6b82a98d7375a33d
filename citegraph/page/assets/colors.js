// Assigns each document a category and a color.

import { alone, communities, documents, documentYears } from "./data.js";
import { named, t } from "./language.js";
import { compare } from "./text.js";

/**
 * Thirty colors, chosen so that the nearest two differ as much as possible to all eyes, with two kinds of red-green
 * blindness and one of blue-yellow; the contrast to the background is at least 3 : 1.
 */
export const PALETTES = {
  light:
    "#2f6bb3 #df6e1b #9c1f56 #30a47b #6b4195 #8f6d19 #7686f5 #803200 #aa6857 #1c565d #a774cb #91934f #568c81 #0a257c #8c4d9a #6f0419 #464eb8 #715b13 #93504b #540763 #4d5f77 #1c360a #7468d8 #572f3c #8776a7 #492995 #614637 #56326e #3b2848 #8293ae".split(
      " ",
    ),
  dark: "#7fb2f0 #ed8712 #8de47a #8e78ea #da6554 #f9c92c #7ef0e8 #d991d2 #68a182 #bc5571 #317fc8 #adc367 #b582d9 #9c5b4a #b4eba8 #5661cc #78d3fd #b6a461 #287510 #d0b7d1 #72870d #8696fc #fea621 #92bfa6 #8d45aa #bcd2b7 #587f86 #9664ac #785e8b #9984a9".split(
    " ",
  ),
};
export const NEUTRAL = { light: "#68727d", dark: "#98a3ae" };
export const YEARS = {
  light: ["#5b3a8e", "#3f5fa8", "#22758f", "#1c7f62", "#5c7a1c", "#8f6a00", "#b0500f"],
  dark: ["#c3a6f2", "#93b4f5", "#72c5df", "#6ed3a8", "#b4cf62", "#e4c04f", "#f4a45c"],
};
const PERIOD = 5; // the fewest years per class of the year scale
const NAMED = PALETTES.light.length - 1; // the largest communities have a color of their own, and pairs the last
const CLASSES = 9; // the most kinds or terms with a color of their own

const ranks = new Map();

/**
 * @param {string} field "kind", "issuer" or "term"
 * @returns {string[]} its values, the most frequent first; the latest term first
 */
export function ranked(field) {
  if (!ranks.has(field)) {
    const counts = new Map();
    for (const row of documents) {
      if (row[field]) {
        counts.set(row[field], (counts.get(row[field]) || 0) + 1);
      }
    }
    const order = (one, other) => counts.get(other) - counts.get(one) || compare(one, other);
    const values = [...counts.keys()].sort(order);
    ranks.set(field, field === "term" ? values.sort((one, other) => roman(other) - roman(one)) : values);
  }
  return ranks.get(field);
}

function roman(term) {
  const values = { I: 1, V: 5, X: 10, L: 50 };
  return [...term].reduce((sum, char, at) => {
    const value = values[char] || 0;
    return sum + (value < (values[term[at + 1]] || 0) ? -value : value);
  }, 0);
}

const isAlone = new Set(alone);
const PAIRS = "-2"; // the category of documents that are linked, but too few for a topic

const period = (() => {
  const [first, last] = documentYears || [0, 0];
  const step = Math.max(PERIOD, Math.ceil((last - first + 1) / YEARS.light.length / PERIOD) * PERIOD);
  const start = Math.max(
    Math.floor(first / step) * step,
    Math.floor(last / step) * step - (YEARS.light.length - 1) * step,
  );
  return { start, step };
})();

/** Returns the place of a value among those with a color of their own, or -1. */
function classOf(mode, value) {
  const at = ranked(mode).indexOf(value);
  return at < CLASSES ? at : -1;
}

/**
 * @param {string} mode "community", "kind", "term" or "year"
 * @param {import("./data.js").DocumentRow} row
 * @returns {string} a short key that can be part of an address
 */
export function category(mode, row) {
  if (mode === "community") {
    const outside = isAlone.has(row.index) ? "-1" : PAIRS;
    return row.group < 0 ? outside : row.group < NAMED ? String(row.group) : "*";
  }
  if (mode === "year") {
    return row.year === null ? "" : String(Math.max(0, Math.floor((row.year - period.start) / period.step)));
  }
  const value = row[mode] || "";
  return !value || classOf(mode, value) >= 0 ? value : "*";
}

/**
 * @param {string} mode
 * @param {string} key
 * @returns {string}
 */
export function categoryName(mode, key) {
  if (mode === "community") {
    const names = { "*": t("other-communities"), "-1": t("alone"), [PAIRS]: t("pairs") };
    return names[key] ?? communities[key];
  }
  if (mode === "year" && key !== "") {
    const first = period.start + Number(key) * period.step;
    return `${first}–${first + period.step - 1}`;
  }
  if (key === "*") {
    return t("others");
  }
  return key === "" ? t("unknown") : mode === "term" ? t("term-name", { term: key }) : named("kind", key);
}

/**
 * @param {string} mode
 * @param {string} key
 * @param {"light" | "dark"} theme
 * @returns {string}
 */
export function categoryColor(mode, key, theme) {
  if (mode === "year") {
    return key === "" ? NEUTRAL[theme] : YEARS[theme][Math.min(Number(key), YEARS[theme].length - 1)];
  }
  if (mode === "community") {
    return key === "-1" || key === "*" ? NEUTRAL[theme] : PALETTES[theme][key === PAIRS ? NAMED : Number(key) % NAMED];
  }
  const at = classOf(mode, key);
  return at < 0 ? NEUTRAL[theme] : PALETTES[theme][at];
}

/**
 * @param {string} mode
 * @param {import("./data.js").DocumentRow} row
 * @returns {string} the category whose color the document has: of a topic its own, even if the legend sums it up
 */
export function colorKey(mode, row) {
  return mode === "community" && row.group >= 0 ? String(row.group) : category(mode, row);
}

/**
 * @param {string} color of a node
 * @param {"light" | "dark"} theme
 * @returns {string} the color mixed with that of text, so that letters in it are legible
 */
export function ink(color, theme) {
  const text = theme === "dark" ? [232, 235, 240] : [26, 34, 46];
  const part = (at) => Number.parseInt(color.slice(1 + 2 * at, 3 + 2 * at), 16);
  return `rgb(${text.map((value, at) => Math.round(0.55 * part(at) + 0.45 * value)).join(",")})`;
}

/**
 * @param {string} mode
 * @param {(row: import("./data.js").DocumentRow) => boolean} counted which documents to count
 * @returns {{key: string, count: number}[]} the categories that occur, in the order of the legend
 */
export function categories(mode, counted) {
  const counts = new Map();
  for (const row of documents) {
    const key = category(mode, row);
    counts.set(key, (counts.get(key) || 0) + (counted(row) ? 1 : 0));
  }
  const place = (key) => {
    if (key === "" || key === "*" || key.startsWith("-")) {
      return Infinity;
    }
    return mode === "kind" || mode === "term" ? classOf(mode, key) : Number(key);
  };
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .sort((one, other) => place(one.key) - place(other.key) || compare(one.key, other.key));
}
