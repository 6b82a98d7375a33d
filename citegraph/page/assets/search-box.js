// Handles the search field and its list of hits.

import { documents, reportName, reports } from "./data.js";
import { byId, el } from "./dom.js";
import { formatDate, t } from "./language.js";
import { find } from "./search.js";

const field = byId("query");
const list = byId("hits");
let hits = [];
let active = -1;

function describe({ kind, index }) {
  if (kind === "r") {
    const report = reports[index];
    return [reportName(report), [t("report"), formatDate(report.date), report.publisher].filter(Boolean).join(" · ")];
  }
  const row = documents[index];
  return [row.label, [row.title, row.issuer, t("n-reports", { n: row.reports.length })].filter(Boolean).join(" · ")];
}

function mark(next) {
  active = next;
  for (const [at, node] of [...list.querySelectorAll("[role=option]")].entries()) {
    node.setAttribute("aria-selected", at === active);
    if (at === active) {
      node.scrollIntoView({ block: "nearest" });
    }
  }
  if (active >= 0) {
    field.setAttribute("aria-activedescendant", `hit-${active}`);
  } else {
    field.removeAttribute("aria-activedescendant");
  }
}

function close() {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  mark(-1);
}

function open(choose, isShown) {
  hits = find(field.value);
  const rows = hits.map((hit, at) => {
    const [name, rest] = describe(hit);
    const outside = hit.kind === "d" && !isShown(hit.index);
    return el(
      "li",
      {
        role: "option",
        id: `hit-${at}`,
        class: outside ? "outside" : hit.kind === "r" ? "of-report" : null,
        onpointerdown: (event) => {
          event.preventDefault();
          close();
          choose(hit);
        },
      },
      el("span", {}, name),
      el("small", {}, rest),
    );
  });
  list.replaceChildren(
    ...(rows.length
      ? rows
      : [
          el(
            "li",
            { class: "empty", role: "option", "aria-disabled": "true", "aria-selected": "false" },
            t("search-none"),
          ),
        ]),
  );
  list.hidden = !field.value.trim();
  byId("found").textContent = list.hidden ? "" : t(rows.length ? "search-count" : "search-none", { n: rows.length });
  field.setAttribute("aria-expanded", String(!list.hidden));
  mark(rows.length ? 0 : -1);
}

/**
 * @param {(hit: {kind: "d" | "r", index: number}) => void} choose called with the chosen hit
 * @param {(index: number) => boolean} isShown whether a document passes the filters
 */
export function startSearch(choose, isShown) {
  field.addEventListener("input", () => open(choose, isShown));
  field.addEventListener("focus", () => {
    field.select();
    if (field.value.trim()) {
      open(choose, isShown);
    }
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    if (event.key in steps && hits.length) {
      event.preventDefault();
      if (list.hidden) {
        open(choose, isShown);
      } else {
        mark(Math.max(0, Math.min(hits.length - 1, active + steps[event.key])));
      }
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      const hit = hits[active];
      field.blur();
      choose(hit);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (field.value && !list.hidden) {
        close();
      } else {
        field.value = "";
        field.blur();
      }
    }
  });
}
