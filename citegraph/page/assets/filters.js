// Shows the filter panel: legend, years, kinds, terms and thresholds.

import { brush } from "./brush.js";
import { countByYear } from "./chart.js";
import { ranked } from "./colors.js";
import { CHOICES, citationCounts, LEAST } from "./confidence.js";
import { dating, documents, documentYears, drawnAtFirst, reports, reportYears } from "./data.js";
import { button, byId, el, icon } from "./dom.js";
import { named, number, t } from "./language.js";
import { legend } from "./legend.js";
import { isPlaying, togglePlay } from "./player.js";
import { adjust, current, FILTERS, go, initial, isSet } from "./state.js";

const side = byId("filters");
let citations = null; // how many count, by choice
const MOST_STRONGEST = 20;

function group(title, ...children) {
  return el("section", { role: "group", "aria-label": title }, el("h2", {}, title), ...children);
}

/** Returns a checkbox per value. `field` of the state lists the values that are switched off. */
function checkboxes(title, field, values, name) {
  const counts = new Map(values.map((value) => [value, 0]));
  const column = { kinds: "kind", terms: "term", scopes: "scope", statuses: "status" }[field];
  for (const row of documents) {
    const value = row[column] || "";
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  const present = [...counts].filter(([, count]) => count);
  if (present.length < 2) {
    return null;
  }
  const off = current()[field];
  const change = (value, on) => go({ [field]: on ? off.filter((other) => other !== value) : [...off, value] });
  return group(
    title,
    el(
      "div",
      { class: "checks" },
      ...present.map(([value, count]) =>
        el(
          "label",
          {},
          el("input", {
            type: "checkbox",
            checked: !off.includes(value),
            onchange: (event) => change(value, event.target.checked),
          }),
          el("span", { class: "name" }, name(value)),
          el("span", { class: "count" }, number(count)),
        ),
      ),
    ),
  );
}

function slider(title, field, least, most, value, word = number) {
  if (most <= least) {
    return null;
  }
  const id = `slide-${field}`;
  const output = el("output", { for: id }, word(value));
  const input = el("input", { id, type: "range", min: least, max: most, value });
  input.addEventListener("input", () => {
    output.textContent = word(Number(input.value));
    adjust({ [field]: Number(input.value) });
  });
  return el("section", {}, el("h2", {}, el("label", { for: id }, title), output), input);
}

function years(title, field, rows, span, extra) {
  if (!span || span[0] === span[1]) {
    return null;
  }
  const counts = countByYear(rows);
  return group(
    title,
    brush(counts, span, current()[field], title, (value, done) => (done ? go : adjust)({ [field]: value })),
    extra,
  );
}

function playButton() {
  const playing = isPlaying();
  const label = t(playing ? "pause" : "play");
  return el(
    "button",
    { type: "button", id: "play", onclick: togglePlay, "aria-pressed": String(playing) },
    icon(playing ? "pause" : "play"),
    el("span", {}, label),
  );
}

/** Returns how many reports have no date, and a box to keep them when years are selected; null if all are dated. */
function undatedSwitch() {
  if (!dating.undated) {
    return null;
  }
  return el(
    "label",
    { class: "keep" },
    el("input", {
      id: "undated",
      type: "checkbox",
      checked: current().undated,
      onchange: (event) => go({ undated: event.target.checked }),
    }),
    el("span", {}, t("keep-undated", { undated: dating.undated, all: dating.all })),
  );
}

/** Returns a choice of the citations that count, by how sure they are; null if all are equally sure. */
function confidenceChoice() {
  citations ??= citationCounts();
  if (citations.at(-1) === citations[0]) {
    return null;
  }
  const options = CHOICES.map((choice, at) =>
    el(
      "label",
      {},
      el("input", {
        id: `confidence-${choice}`,
        type: "radio",
        name: "confidence",
        checked: current().confidence === choice,
        onchange: () => go({ confidence: choice }),
      }),
      el("span", { class: "name" }, t(`least-${choice}`, { percent: Math.round(100 * LEAST[at]) })),
      el("span", { class: "count" }, number(citations[at])),
    ),
  );
  return group(t("citations-that-count"), el("div", { class: "choices" }, ...options));
}

function issuerChoice() {
  const issuers = ranked("issuer");
  if (issuers.length < 2) {
    return null;
  }
  const choice = el(
    "select",
    { id: "issuer", onchange: (event) => go({ issuer: event.target.value }) },
    el("option", { value: "" }, t("all")),
    ...issuers.map((issuer) => el("option", { value: issuer, selected: issuer === current().issuer }, issuer)),
  );
  return el("section", {}, el("h2", {}, el("label", { for: "issuer" }, t("issuer"))), choice);
}

function relationSwitch() {
  return el(
    "section",
    {},
    el(
      "div",
      { class: "checks" },
      el(
        "label",
        {},
        el("input", {
          id: "relations",
          type: "checkbox",
          checked: current().relations,
          onchange: (event) => go({ relations: event.target.checked }),
        }),
        el("span", { class: "name" }, t("show-relations")),
      ),
    ),
  );
}

/** @returns {number} how many filters are set */
export function countSet() {
  return ["hidden", ...FILTERS].filter((field) => isSet(current(), field)).length;
}

/** Clears all filters. */
export function resetFilters() {
  const fields = ["hidden", "strongest", "drawn", ...FILTERS];
  go(Object.fromEntries(fields.map((field) => [field, initial(field)])));
}

/**
 * Rebuilds the panel after each change, except while a slider is dragged.
 * @param {import("./scene.js").Scene} scene
 */
export function showFilters(scene) {
  const held = document.activeElement;
  if (held?.type === "range" && side.contains(held)) {
    showCount();
    return;
  }
  const state = current();
  const { shown } = scene;
  const place = side.scrollTop;
  const id = side.contains(held) ? held.id : "";
  const key = side.contains(held) ? held.dataset.key : undefined;
  const mostReports = documents.length ? documents[0].reports.length : 0;
  const mostWeight = shown.links.weight.reduce((most, weight) => Math.max(most, weight), 1);
  const strongest = (value) => (value >= MOST_STRONGEST || value === 0 ? t("all") : number(value));
  const slideStrongest = slider(
    t("strongest"),
    "strongest",
    1,
    MOST_STRONGEST,
    shown.strongest || MOST_STRONGEST,
    strongest,
  );
  slideStrongest.querySelector("input").addEventListener("change", (event) => {
    if (Number(event.target.value) >= MOST_STRONGEST) {
      adjust({ strongest: 0 });
    }
  });
  const children = [
    el(
      "div",
      { class: "tally" },
      el("span", { id: "filter-count" }),
      button(t("reset"), resetFilters, { id: "reset" }),
    ),
    legend(scene),
    years(
      t("report-years"),
      "reportYears",
      reports.filter((report) => report.cites.length),
      reportYears,
      el("div", {}, undatedSwitch(), playButton()),
    ),
    confidenceChoice(),
    years(t("document-years"), "documentYears", documents, documentYears, null),
    checkboxes(t("kinds"), "kinds", ranked("kind"), (value) => (value ? named("kind", value) : t("unknown"))),
    checkboxes(t("terms"), "terms", ranked("term"), (value) =>
      value ? t("term-name", { term: value }) : t("unknown"),
    ),
    issuerChoice(),
    checkboxes(t("scope"), "scopes", ["party", "state"], (value) => named("scope", value)),
    checkboxes(t("standing"), "statuses", ["known", "learned", "minted"], (value) => named("status", value)),
    slider(t("least-reports"), "leastReports", 0, Math.min(50, mostReports), state.leastReports),
    slider(t("least-weight"), "leastWeight", 1, Math.min(50, mostWeight), state.leastWeight),
    slideStrongest,
    documents.length > 500
      ? slider(t("drawn"), "drawn", 100, documents.length, Math.min(documents.length, state.drawn ?? drawnAtFirst))
      : null,
    relationSwitch(),
  ];
  side.replaceChildren(...children.filter(Boolean));
  side.scrollTop = place;
  const again = id
    ? byId(id)
    : key !== undefined
      ? [...side.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key)
      : null;
  again?.focus();
  showCount();
}

function showCount() {
  const count = countSet();
  byId("filter-count").textContent = count ? t("n-filters", { n: count }) : "";
  byId("reset").hidden = !count;
  byId("filters-toggle").querySelector(".count").textContent = count ? number(count) : "";
}
