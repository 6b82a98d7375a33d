// Translates the texts of the page.

import { pageLanguage, strings } from "./data.js";

let current = pageLanguage;
// Made on first use: they take longer than the first picture can wait.
let plural = null;
let digits = null;

/** @returns {string} the current language */
export function language() {
  return current;
}

/** @returns {string} the language to switch to */
export function otherLanguage() {
  const all = Object.keys(strings);
  return all[(all.indexOf(current) + 1) % all.length];
}

/** @param {string} lang ignored if the page does not have it */
export function setLanguage(lang) {
  if (strings[lang]) {
    current = lang;
    plural = null;
    digits = null;
  }
}

/**
 * @param {number} value
 * @returns {string} the number in the current language
 */
export function number(value) {
  if (Number.isInteger(value) && value >= 0 && value < 1000) {
    return String(value); // nothing to group
  }
  digits ??= new Intl.NumberFormat(current);
  return digits.format(value);
}

function formOf(key, n) {
  if (!(`${key}.one` in strings[current])) {
    return key;
  }
  plural ??= new Intl.PluralRules(current);
  return `${key}.${plural.select(n)}`;
}

/**
 * Returns a text of the page. "{n}" is replaced by the value of that name; "key.one" is used for a singular.
 * @param {string} key
 * @param {Object<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const texts = strings[current];
  const text = (typeof values.n === "number" && texts[formOf(key, values.n)]) || (texts[key] ?? key);
  return text.replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? number(values[name]) : (values[name] ?? ""),
  );
}

/**
 * @param {string} prefix
 * @param {string} value from the data
 * @returns {string} its name in the current language, or the value itself
 */
export function named(prefix, value) {
  return strings[current][`${prefix}-${value}`] ?? value;
}

/**
 * @param {string | string[]} text from the data: one text, or one per language in the order of the strings
 * @returns {string}
 */
export function localized(text) {
  return Array.isArray(text) ? text[Object.keys(strings).indexOf(current)] : text;
}

/**
 * @param {string | null} iso "2018-10-22", "2018-10" or "2018"
 * @returns {string} "22/10/2018", as exact as the date
 */
export function formatDate(iso) {
  return iso ? iso.split("-").reverse().join("/") : t("undated");
}

/**
 * Translates the static texts of the page.
 * @param {Document | HTMLElement} [root]
 */
export function localisePage(root = document) {
  document.documentElement.lang = current;
  if (root.querySelector("h1").dataset.t) {
    document.title = t(root.querySelector("h1").dataset.t);
  }
  for (const node of root.querySelectorAll("[data-t]")) {
    node.textContent = t(node.dataset.t);
  }
  for (const node of root.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
    if (node.tagName === "BUTTON") {
      node.title = t(node.dataset.tLabel);
    }
  }
  for (const node of root.querySelectorAll("[data-t-hint]")) {
    node.placeholder = t(node.dataset.tHint);
  }
}
