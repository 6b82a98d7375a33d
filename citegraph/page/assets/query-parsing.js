// Reads what a person types for a document as facts, with the replacements of the command line.

import { details } from "./data.js";
import { fold } from "./text.js";

/** Words between the facts that say nothing themselves, and "TƯ", which without diacritics would be another body. */
const CENTRAL = /([-–/])\s*tư(?!\p{L})|(?<!\p{L})t\.\s?ư(?!\p{L})\.?/giu;
let rules = null;

function compiled() {
  rules ??= details.typed.rules.map(([pattern, to, names]) => [new RegExp(pattern, "g"), to, names]);
  return rules;
}

function replaced(text, [pattern, to, names]) {
  return text.replace(pattern, (...groups) =>
    to.replace(/\$(\d)/g, (_, at) => {
      const value = groups[Number(at)] ?? "";
      return names[value] ?? value;
    }),
  );
}

/**
 * @param {string} text what was typed
 * @returns {string[]} the facts and words in it: "NQ 04 khoá XII" is "nq", "4", "term:12"
 */
export function parseQuery(text) {
  const plain = fold(text.replace(CENTRAL, (_, sign = "") => `${sign}tw`));
  const parts = compiled()
    .reduce(replaced, plain)
    .split(/[^a-z0-9:]+/);
  return [...new Set(parts)].filter((part) => part && !details.typed.fillers.includes(part));
}
