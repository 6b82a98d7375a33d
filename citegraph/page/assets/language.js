// Key and values in, what the page says in the reader's language out.

import { fallbackLanguage, strings } from "./data.js";

const known = (tag) => Object.keys(strings).find((lang) => tag.toLowerCase().startsWith(lang));

let current = (navigator.languages || [navigator.language]).map(known).find(Boolean) || fallbackLanguage;
let plural = new Intl.PluralRules(current);
let digits = new Intl.NumberFormat(current);

export function language() {
  return current;
}

export function otherLanguage() {
  const all = Object.keys(strings);
  return all[(all.indexOf(current) + 1) % all.length];
}

export function setLanguage(lang) {
  if (strings[lang]) {
    current = lang;
    plural = new Intl.PluralRules(lang);
    digits = new Intl.NumberFormat(lang);
  }
}

export function number(value) {
  return digits.format(value);
}

// "{n}" in a string is replaced by the value of that name; "key.one" is preferred where the language has a singular.
export function t(key, values = {}) {
  const said = strings[current];
  const form = typeof values.n === "number" ? `${key}.${plural.select(values.n)}` : key;
  const text = said[form] ?? said[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? number(values[name]) : (values[name] ?? ""),
  );
}

// The name of a value that comes from data and has a string of its own, or the value itself.
export function named(prefix, value) {
  return strings[current][`${prefix}-${value}`] ?? value;
}

// What data says in words: it comes in every language, in the order of the strings, or once where all say the same.
export function spoken(said) {
  return Array.isArray(said) ? said[Object.keys(strings).indexOf(current)] : said;
}

// "2018-10-22" as 22/10/2018, as exact as it is known.
export function formatDate(iso) {
  return iso ? iso.split("-").reverse().join("/") : t("undated");
}

export function localise(root = document) {
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
