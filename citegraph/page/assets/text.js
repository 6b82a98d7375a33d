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

// A table for spreadsheets: cells that one would take for a formula are made text.
export function toCsv(rows) {
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
