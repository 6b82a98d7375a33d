// Prepares text for comparison, sorting and files.

const MARKS = /[\u0300-\u036f]/g;
let collator = null; // made on first use: it takes longer than the first picture can wait

/**
 * Removes diacritics and case, and turns đ into d, as many people type.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  return text.normalize("NFD").replace(MARKS, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/**
 * @param {string} folded text without diacritics
 * @returns {string[]}
 */
export function words(folded) {
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/**
 * Compares two texts in Vietnamese order, digits by value.
 * @param {string} one
 * @param {string} other
 * @returns {number}
 */
export function compare(one, other) {
  collator ??= new Intl.Collator("vi", { numeric: true });
  return collator.compare(one, other);
}

/**
 * @param {string} text
 * @param {number} length in UTF-16 units
 * @returns {string} the text, shortened with an ellipsis if it is longer
 */
export function clip(text, length) {
  return text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
}

/**
 * Escapes a text for XML. Control characters and lone surrogates, which XML cannot contain, become spaces.
 * @param {string} text
 * @returns {string}
 */
export function escapeXml(text) {
  const clean = String(text).replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, " ");
  return clean.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The beginning of a formula in a spreadsheet, as in the exported tables. */
const FORMULA = /^(?:[\t\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;
const CONTROL = /(?![\t\n])\p{Cc}/gu;

/**
 * Returns a CSV table in which no cell is evaluated as a formula.
 * @param {unknown[][]} rows
 * @returns {string}
 */
export function toCsv(rows) {
  const cell = (value) => {
    const text = String(value ?? "")
      .replace(/\r\n?/g, "\n")
      .replace(CONTROL, "\ufffd");
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
