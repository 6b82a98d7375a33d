// Shows the documents that pass the filters as a sortable table.

import { communities, documents } from "./data.js";
import { button, byId, el, swatch } from "./dom.js";
import { formatDate, named, number, t } from "./language.js";
import { current, focusOn, go } from "./state.js";
import { compare } from "./text.js";

/**
 * @typedef {import("./data.js").DocumentRow} DocumentRow
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {[string, string, (row: DocumentRow, scene: Scene) => unknown, boolean?]} Column
 */

const sheet = byId("table");
const FIRST = 200; // rows added at a time
let shownRows = FIRST;

// [field, key of its name, its value, whether it is a number]
const DEFAULT_COLUMN = ["reports", "reports", (row, scene) => scene.shown.counts[row.index], true];
const COLUMNS = [
  ["label", "document", (row) => row.label],
  DEFAULT_COLUMN, // the default sort column, where a phone shows it
  ["title", "title", (row) => row.title || ""],
  ["kind", "kind", (row) => row.kind && named("kind", row.kind)],
  ["issuer", "issuer", (row) => row.issuer],
  ["term", "term", (row) => row.term || row.locality || ""],
  ["date", "date", (row) => row.date || ""],
  ["links", "links", (row, scene) => scene.shown.degree[row.index], true],
  ["topic", "topic", (row) => communities[row.group] || ""],
];

const FILE_COLUMNS = [
  ["id", "id", (row) => row.id],
  ...COLUMNS,
  ["status", "standing", (row) => named("status", row.status)],
  ["scope", "scope", (row) => named("scope", row.scope)],
  ["url", "address", (row) => row.url || ""],
];

/** Parses a sort order: "title" ascends, "-title" descends; numbers are reversed, so that the highest come first. */
function parseSort(sort) {
  const field = sort.replace(/^-/, "");
  const column = COLUMNS.find(([name]) => name === field) || DEFAULT_COLUMN;
  return { column, down: sort.startsWith("-") !== Boolean(column[3]) };
}

/**
 * @param {Scene} scene
 * @returns {DocumentRow[]} the documents that pass the filters, sorted
 */
export function tableRows(scene) {
  const { column, down } = parseSort(current().sort);
  const [, , value, numeric] = column;
  const keyed = documents.filter((row) => scene.shown.passing[row.index]).map((row) => [value(row, scene), row]);
  const order = numeric ? (one, other) => one - other : compare;
  keyed.sort((one, other) => {
    if (!numeric && (one[0] === "" || other[0] === "") && one[0] !== other[0]) {
      return one[0] === "" ? 1 : -1; // unknown values are last in both orders
    }
    return (down ? -1 : 1) * order(one[0], other[0]) || one[1].index - other[1].index;
  });
  return keyed.map(([, row]) => row);
}

/**
 * @param {Scene} scene
 * @returns {unknown[][]} the table for a file: of what is highlighted, else of all documents that pass
 */
export function tableCells(scene) {
  const head = FILE_COLUMNS.map(([, key]) => t(key));
  const chosen = scene.focus ? new Set(scene.focus.nodes) : null;
  const rows = tableRows(scene).filter((row) => !chosen || chosen.has(row.index));
  return [head, ...rows.map((row) => FILE_COLUMNS.map(([, , value]) => value(row, scene)))];
}

function header() {
  const sort = current().sort;
  const { column: sorted, down } = parseSort(sort);
  return COLUMNS.map((column) => {
    const [field, key, , numeric] = column;
    const on = column === sorted;
    const press = () => go({ sort: on && !sort.startsWith("-") ? `-${field}` : field });
    return el(
      "th",
      { scope: "col", class: numeric ? "number" : null, "aria-sort": on ? (down ? "descending" : "ascending") : null },
      button(t(key), press, { "data-sort": field, class: on ? (down ? "down" : "up") : null }),
    );
  });
}

function cell([field, , value, numeric], row, scene) {
  const content = value(row, scene);
  if (field === "label") {
    const open = () => focusOn("d", row.id);
    return el(
      "th",
      { scope: "row" },
      el(
        "button",
        { type: "button", class: "link", onclick: open },
        swatch(scene.colors[row.index], row.status),
        row.label,
      ),
    );
  }
  const text = numeric ? number(content) : field === "date" && content ? formatDate(content) : content;
  return el("td", { class: numeric ? "number" : field }, text);
}

/**
 * @param {Scene} scene
 * @param {{reset?: boolean}} [options] whether to begin with the first rows again
 */
export function showTable(scene, { reset = true } = {}) {
  if (reset) {
    shownRows = FIRST;
  }
  const held = sheet.contains(document.activeElement) ? document.activeElement.dataset.sort : null;
  const rows = tableRows(scene);
  const { column } = parseSort(current().sort);
  const more = button(t("table-more", { n: Math.min(FIRST, rows.length - shownRows) }), () => {
    shownRows += FIRST;
    showTable(scene, { reset: false });
  });
  more.hidden = rows.length <= shownRows;
  sheet.replaceChildren(
    el(
      "table",
      {},
      el("caption", {}, t("table-caption", { n: rows.length, column: t(column[1]).toLowerCase() })),
      el("thead", {}, el("tr", {}, ...header())),
      el(
        "tbody",
        {},
        ...rows
          .slice(0, shownRows)
          .map((row) => el("tr", { "data-id": row.id }, ...COLUMNS.map((one) => cell(one, row, scene)))),
      ),
    ),
    rows.length ? more : el("p", { class: "empty" }, t("table-empty")),
  );
  if (held) {
    sheet.querySelector(`[data-sort="${held}"]`).focus();
  }
}
