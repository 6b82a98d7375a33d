// Shows the details of the selected document, link, report or path.

import { communities, documentAt, documents, relationsOf, reportAt, reportName, reports, reportYears } from "./data.js";
import { citedIn } from "./confidence.js";
import { barChart, countByYear } from "./chart.js";
import { reportIsOn } from "./derive.js";
import { button, byId, el, iconButton } from "./dom.js";
import { command, documentLink, facts, longList, reportItem, shellQuoted } from "./items.js";
import { formatDate, named, localized, t } from "./language.js";
import { shortestPath } from "./cocitation.js";
import { citation } from "./quote.js";
import { current, focused, focusOn } from "./state.js";

const panel = byId("panel");
const TOGETHER = 8; // documents cited together that are shown initially

function head(kind, title) {
  return el(
    "div",
    { class: "head" },
    el("p", { class: "kicker" }, kind),
    iconButton("close", t("close"), () => focusOn("")),
    el("h2", {}, title),
  );
}

function section(title, note, ...children) {
  return el("section", {}, el("h3", {}, title, note ? el("span", { class: "note" }, note) : null), ...children);
}

/**
 * Returns the reports that count and cite all of some documents, newest first, and those of them that are included in
 * the page.
 */
function active(...wanted) {
  const { confidence } = current();
  const on = documents[wanted[0]].reports.filter((at) => {
    const cited = citedIn(reports[at], confidence);
    return reportIsOn(current(), reports[at]) && wanted.every((one) => cited.includes(one));
  });
  return { on, included: on.filter((at) => reports[at].included) };
}

function cutNote(on, included, id) {
  return included.length < on.length
    ? el(
        "p",
        { class: "cut" },
        t("cut", { n: included.length, all: on.length }),
        " ",
        command(`citegraph cited-by ${shellQuoted(id)}`),
      )
    : null;
}

/** Returns the documents that this one replaces, oldest first, and those that replace it. */
function chain(index) {
  const follow = (kind) => {
    const found = [];
    const seen = new Set([index]);
    let edge = [index];
    while (edge.length) {
      edge = edge.flatMap((at) =>
        relationsOf(at)
          .filter((one) => one.kind === kind && !seen.has(one.other))
          .map((one) => one.other),
      );
      edge = [...new Set(edge)];
      for (const at of edge) {
        seen.add(at);
      }
      found.push(...edge);
    }
    return found;
  };
  return { older: follow("replaces").reverse(), newer: follow("replaced-by") };
}

function relationSection(index, colors) {
  const { older, newer } = chain(index);
  const entry = (at) =>
    el(
      "li",
      {},
      documentLink(at, colors[at]),
      el("span", { class: "facts" }, documents[at].date ? formatDate(documents[at].date) : ""),
    );
  const parts = [];
  for (const [key, list] of [
    ["relation-replaced-by", newer],
    ["relation-replaces", older.slice().reverse()],
  ]) {
    if (list.length) {
      parts.push(el("h4", {}, t(key)), el("ol", { class: "plain chain" }, ...list.map(entry)));
    }
  }
  for (const kind of ["amends", "amended-by"]) {
    const list = relationsOf(index).filter((one) => one.kind === kind);
    if (list.length) {
      parts.push(
        el("h4", {}, t(`relation-${kind}`)),
        el("ul", { class: "plain" }, ...list.map((one) => entry(one.other))),
      );
    }
  }
  return parts.length ? section(t("relations"), null, ...parts) : null;
}

function citedWith(index) {
  const counts = new Map();
  for (const at of active(index).on) {
    for (const other of citedIn(reports[at], current().confidence)) {
      counts.set(other, (counts.get(other) || 0) + 1);
    }
  }
  counts.delete(index);
  return [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
}

function documentPanel(index, scene, actions) {
  const row = documents[index];
  const { on, included } = active(index);
  const years = countByYear(on.map((at) => reports[at]));
  const span = years.size ? [Math.min(...years.keys()), Math.max(...years.keys())] : null;
  const together = citedWith(index);
  const most = together.length ? together[0][1] : 1;
  const tally = span ? t("since", { first: String(span[0]), last: String(span[1]) }) : "";
  const undated = on.filter((at) => reports[at].year === null).length;
  return [
    head(named("status", row.status), row.label),
    row.title ? el("p", { class: "title" }, row.title) : null,
    el(
      "p",
      { class: "facts" },
      [row.issuer, row.date && formatDate(row.date), row.term ? t("term-name", { term: row.term }) : row.locality]
        .filter(Boolean)
        .join(" · "),
    ),
    el(
      "p",
      { class: "actions" },
      button(t("center"), () => actions.center(index)),
      button(t("neighbors"), () => actions.surround(index)),
      button(t("path-from"), () => actions.pickPath(index)),
      row.url ? el("a", { href: row.url, rel: "noopener noreferrer", target: "_blank" }, t("open-document")) : null,
    ),
    relationSection(index, scene.colors),
    section(
      t("cited-by"),
      [t("n-reports", { n: on.length }), tally, undated ? t("n-undated", { n: undated }) : ""]
        .filter(Boolean)
        .join(", "),
      span ? barChart(years, reportYears, t("by-year")) : null,
    ),
    together.length
      ? section(
          t("cited-with"),
          t("n-documents", { n: together.length }),
          ...longList(
            together,
            ([other, count]) => {
              const link = button(t("n-reports", { n: count }), () => focusOn("e", row.id, documents[other].id), {
                class: "tally",
              });
              link.style.setProperty("--share", count / most);
              return el("li", { class: "together" }, documentLink(other, scene.colors[other]), link);
            },
            "ul",
            TOGETHER,
          ),
        )
      : null,
    section(
      t("reports-newest"),
      null,
      cutNote(on, included, row.id),
      ...longList(included, (at) => reportItem(at, [index]), "ol"),
    ),
    facts([
      [t("kind"), row.kind && named("kind", row.kind)],
      [t("scope"), named("scope", row.scope)],
      [t("topic"), row.group >= 0 ? communities[row.group] : ""],
      [t("aliases"), row.aliases.join("; ")],
      [t("source"), localized(row.source)],
      [t("confirmed"), row.status === "known" && (row.checked ? t("n-pages", { n: row.checked }) : t("unconfirmed"))],
      [t("id"), row.id],
    ]),
  ];
}

function linkPanel(ends, scene) {
  const [one, other] = ends;
  const { on, included } = active(one, other);
  return [
    head(t("link-title"), t("link-note", { n: on.length })),
    el(
      "ul",
      { class: "plain ends" },
      ...ends.map((at) =>
        el("li", {}, documentLink(at, scene.colors[at]), el("p", { class: "facts" }, documents[at].title || "")),
      ),
    ),
    section(
      t("cited-by"),
      t("n-reports", { n: on.length }),
      cutNote(on, included, documents[one].id),
      ...longList(included, (at) => reportItem(at, ends), "ol"),
    ),
  ];
}

function reportPanel(index, scene) {
  const report = reports[index];
  const said = new Map();
  for (const row of report.said) {
    said.set(row[0], [...(said.get(row[0]) || []), row]);
  }
  const source = report.url
    ? el(
        "p",
        { class: "actions" },
        el("a", { href: report.url, rel: "noopener noreferrer", target: "_blank" }, t("open-source")),
      )
    : null;
  return [
    head(t("report"), reportName(report)),
    source,
    facts([
      [t("published"), formatDate(report.date)],
      [t("publisher"), report.publisher],
      [t("locality"), report.locality],
      [t("number-own"), report.number],
      [t("path"), report.path],
      [t("warnings"), (report.warnings || []).map(localized).join(" ")],
    ]),
    report.included
      ? null
      : el("p", { class: "cut" }, t("report-cut"), " ", command(`citegraph cites ${shellQuoted(report.id)}`)),
    report.cites.length
      ? section(
          t("report-cites"),
          t("n-documents", { n: report.cites.length }),
          ...longList(report.cites, (at) =>
            el("li", { class: "report" }, documentLink(at, scene.colors[at]), ...(said.get(at) || []).map(citation)),
          ),
        )
      : el("p", {}, t("report-none")),
  ];
}

function pathPanel(ends, path, scene) {
  if (!path) {
    return [
      head(t("path-title"), `${documents[ends[0]].label} … ${documents[ends[1]].label}`),
      el("p", {}, t("path-none")),
    ];
  }
  const steps = path.flatMap((at, step) => {
    const link = scene.shown.neighbors[at].find(([other]) => other === path[step + 1]);
    const here = el(
      "li",
      {},
      documentLink(at, scene.colors[at]),
      el("p", { class: "facts" }, documents[at].title || ""),
    );
    if (!link) {
      return [here];
    }
    const shared = button(t("n-reports", { n: link[1] }), () => focusOn("e", documents[at].id, documents[link[0]].id), {
      class: "tally",
    });
    return [here, el("li", { class: "step" }, shared)];
  });
  return [head(t("path-title"), t("path-steps", { n: path.length - 1 })), el("ol", { class: "plain path" }, ...steps)];
}

/**
 * @param {[number, number]} ends documents
 * @param {import("./derive.js").Shown} shown
 * @returns {number[] | null} the documents on the shortest path
 */
export function pathOf(ends, shown) {
  return shortestPath(shown.neighbors, ends[0], ends[1]);
}

function contents(scene, actions) {
  const { kind, ids } = focused();
  if (kind === "r") {
    return reportAt(ids[0]) < 0 ? null : reportPanel(reportAt(ids[0]), scene);
  }
  const found = ids.map(documentAt);
  if (!kind || found.some((at) => at < 0) || found.length !== (kind === "d" ? 1 : 2)) {
    return null;
  }
  if (kind === "d") {
    return documentPanel(found[0], scene, actions);
  }
  return kind === "e" ? linkPanel(found, scene) : pathPanel(found, pathOf(found, scene.shown), scene);
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {Object<string, Function>} actions of the buttons
 * @param {{keepPlace?: boolean}} [options] whether to keep the scroll position
 */
export function showPanel(scene, actions, { keepPlace = false } = {}) {
  const children = contents(scene, actions);
  const place = panel.scrollTop;
  const held = panel.contains(document.activeElement);
  panel.hidden = !children;
  panel.replaceChildren(...(children || []).filter(Boolean));
  panel.scrollTop = keepPlace ? place : 0;
  if (held) {
    (children ? panel : byId("graph")).focus();
  }
}
