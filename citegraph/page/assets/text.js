// Text in, text for comparing, sorting and files out.

const MARKS = /[\u0300-\u036f]/g;
const collator = new Intl.Collator("vi", { numeric: true });

// Without diacritics, đ as d, small letters: what people type when they are in a hurry.
export function fold(text) {
  return text.normalize("NFD").replace(MARKS, "").replace(/[đĐ]/g, "d").toLowerCase();
}

export function words(folded) {
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

export function compare(one, other) {
  return collator.compare(one, other);
}

export function clip(text, length) {
  return text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
}

// Control characters and lone surrogates have no place in XML at all.
export function escapeXml(text) {
  const clean = String(text).replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, " ");
  return clean.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

// What spreadsheets take for the beginning of a formula, as the exported tables have it.
const FORMULA = /^(?:[\t\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;
const CONTROL = /(?![\t\n])\p{Cc}/gu;

// A table for spreadsheets: cells that one would take for a formula are made text.
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
