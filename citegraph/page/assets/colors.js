// Assigns each document a category and a color.

import { communities, documents, documentYears } from "./data.js";
import { named, t } from "./language.js";
import { compare } from "./text.js";

/** The colors differ from each other and have a contrast of at least 4.5 : 1 to the background, also as text. */
export const PALETTES = {
  light: ["#2f6bb3", "#b5500f", "#23793a", "#b3363e", "#7850a8", "#826200", "#0f7676", "#b23a80", "#566472", "#7d5236"],
  dark: ["#7fb2f0", "#f0a35e", "#76c98a", "#f28b8f", "#bda1ea", "#dfc04f", "#5fcaca", "#ee93c4", "#aab6c3", "#d0a688"],
};
export const NEUTRAL = { light: "#68727d", dark: "#98a3ae" };
export const YEARS = {
  light: ["#5b3a8e", "#3f5fa8", "#22758f", "#1c7f62", "#5c7a1c", "#8f6a00", "#b0500f"],
  dark: ["#c3a6f2", "#93b4f5", "#72c5df", "#6ed3a8", "#b4cf62", "#e4c04f", "#f4a45c"],
};
const PERIOD = 5; // the fewest years per class of the year scale
const NAMED = PALETTES.light.length; // the largest communities have a color of their own
const CLASSES = 9; // the most kinds or terms with a color of their own

const ranked = (field) => {
  const counts = new Map();
  for (const row of documents) {
    if (row[field]) {
      counts.set(row[field], (counts.get(row[field]) || 0) + 1);
    }
  }
  return [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || compare(one, other));
};

export const kinds = ranked("kind");
export const issuers = ranked("issuer");
export const terms = ranked("term").sort((one, other) => roman(other) - roman(one));

function roman(term) {
  const values = { I: 1, V: 5, X: 10, L: 50 };
  return [...term].reduce((sum, char, at) => {
    const value = values[char] || 0;
    return sum + (value < (values[term[at + 1]] || 0) ? -value : value);
  }, 0);
}

const period = (() => {
  const [first, last] = documentYears || [0, 0];
  const step = Math.max(PERIOD, Math.ceil((last - first + 1) / YEARS.light.length / PERIOD) * PERIOD);
  const start = Math.max(
    Math.floor(first / step) * step,
    Math.floor(last / step) * step - (YEARS.light.length - 1) * step,
  );
  return { start, step };
})();

const numbering = {
  kind: kinds.slice(0, CLASSES),
  term: terms.slice(0, CLASSES),
};

/**
 * @param {string} mode "community", "kind", "term" or "year"
 * @param {import("./data.js").DocumentRow} row
 * @returns {string} a short key that can be part of an address
 */
export function category(mode, row) {
  if (mode === "community") {
    return row.group < NAMED ? String(row.group) : "*";
  }
  if (mode === "year") {
    return row.year === null ? "" : String(Math.max(0, Math.floor((row.year - period.start) / period.step)));
  }
  const value = row[mode] || "";
  return !value || numbering[mode].includes(value) ? value : "*";
}

/**
 * @param {string} mode
 * @param {string} key
 * @returns {string}
 */
export function categoryName(mode, key) {
  if (mode === "community") {
    return key === "*" ? t("other-communities") : (communities[key] ?? t("no-community"));
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
  const at = mode === "community" ? (key === "*" ? -1 : Number(key)) : numbering[mode].indexOf(key);
  // A repeated color would suggest a relation: all further communities share the neutral color.
  return at < 0 ? NEUTRAL[theme] : PALETTES[theme][at];
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
    if (key === "" || key === "-1" || key === "*") {
      return Infinity;
    }
    return mode === "kind" || mode === "term" ? numbering[mode].indexOf(key) : Number(key);
  };
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .sort((one, other) => place(one.key) - place(other.key) || compare(one.key, other.key));
}
