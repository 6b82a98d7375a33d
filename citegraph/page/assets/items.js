// Documents and reports in, the entries that lists are made of out.

import { documents, reportName, reports } from "./data.js";
import { button, el, swatch } from "./dom.js";
import { formatDate, t } from "./language.js";
import { citation } from "./quote.js";
import { focusOn } from "./state.js";

const FIRST = 20; // entries of a list before the reader asks for more

export function documentLink(index, color) {
  const row = documents[index];
  return el(
    "button",
    { type: "button", class: "link", title: row.title || "", onclick: () => focusOn("d", row.id) },
    color ? swatch(color, row.status) : null,
    row.label,
  );
}

// A report with a quote of each document named; more quotes on demand.
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

// A list of which the first entries stand and the rest come on demand.
export function longList(rows, make, tag = "ul", first = FIRST) {
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

export function command(text) {
  return el("code", { class: "command" }, text);
}

// An id as a shell takes it whole.
export function shellQuoted(id) {
  return /^[\w@./-]+$/.test(id) ? id : `'${id.replace(/'/g, `'\\''`)}'`;
}

export function facts(pairs) {
  const list = el("dl");
  for (const [name, value] of pairs) {
    if (value) {
      list.append(el("dt", {}, name), el("dd", {}, value));
    }
  }
  return list;
}
