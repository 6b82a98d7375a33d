// Builds the entries of lists: documents, reports, commands, facts.

import { documents, reportName, reports } from "./data.js";
import { button, el, swatch } from "./dom.js";
import { formatDate, t } from "./language.js";
import { citation } from "./quote.js";
import { focusOn } from "./state.js";

const FIRST_ENTRIES = 20; // entries of a list shown initially

/**
 * @param {number} index of the document
 * @param {string} [color] of its swatch
 * @returns {HTMLElement}
 */
export function documentLink(index, color) {
  const row = documents[index];
  return el(
    "button",
    { type: "button", class: "link", title: row.title || "", onclick: () => focusOn("d", row.id) },
    color ? swatch(color, row.status) : null,
    row.label,
  );
}

/**
 * Returns an entry for a report, with one quote of each wanted document; further quotes can be opened.
 * @param {number} index of the report
 * @param {number[] | null} [wanted] indices of documents
 * @returns {HTMLElement}
 */
export function reportItem(index, wanted = null) {
  const report = reports[index];
  const facts = [formatDate(report.date), report.publisher].filter(Boolean).join(" · ");
  const said = wanted ? report.said.filter(([at]) => wanted.includes(at)) : [];
  const first = said.filter((row) => row === said.find(([at]) => at === row[0]));
  const more = said.filter((row) => !first.includes(row));
  return el(
    "li",
    { class: "report" },
    button(reportName(report), () => focusOn("r", report.id), { class: "link" }),
    el("p", { class: "facts" }, facts),
    ...first.map(citation),
    more.length
      ? el(
          "details",
          { class: "why quotes" },
          el("summary", {}, t("more-quotes", { n: more.length })),
          ...more.map(citation),
        )
      : null,
  );
}

/**
 * Returns a list that shows its first entries, and a button for more.
 * @param {unknown[]} rows
 * @param {(row: unknown) => HTMLElement} make
 * @param {string} [tag] "ul" or "ol"
 * @param {number} [first] entries shown initially
 * @returns {HTMLElement[]}
 */
export function longList(rows, make, tag = "ul", first = FIRST_ENTRIES) {
  const list = el(tag, { class: "plain" });
  let shown = 0;
  const more = button("", () => grow(), { class: "more" });
  const grow = () => {
    const next = rows.slice(shown, shown + (shown ? 5 * first : first));
    const entries = next.map(make);
    list.append(...entries);
    if (shown) {
      entries[0]?.querySelector("button, a")?.focus();
    }
    shown += next.length;
    const left = rows.length - shown;
    more.hidden = left <= 0;
    more.textContent = t("more", { n: Math.min(left, 5 * first) });
  };
  grow();
  return [list, more];
}

/**
 * @param {string} text of a command line
 * @returns {HTMLElement}
 */
export function command(text) {
  return el("code", { class: "command" }, text);
}

/**
 * @param {string} id
 * @returns {string} the id, quoted for a shell if necessary
 */
export function shellQuoted(id) {
  return /^[\w@./-]+$/.test(id) ? id : `'${id.replace(/'/g, `'\\''`)}'`;
}

/**
 * @param {[string, unknown][]} pairs name and value; empty values are left out
 * @returns {HTMLElement}
 */
export function facts(pairs) {
  const list = el("dl");
  for (const [name, value] of pairs) {
    if (value) {
      list.append(el("dt", {}, name), el("dd", {}, value));
    }
  }
  return list;
}
