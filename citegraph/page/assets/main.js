// The loaded page in, a working one out: every change of state is shown here, and nowhere else.
// The graph is painted first; what is not seen of it, and vis-network, are read when it stands.

import { center, fit, restoreCamera, reveal } from "./camera.js";
import { showChecks, total } from "./checks.js";
import { complete, documentAt, documents, reports, totals as inStore } from "./data.js";
import { derive, SHAPING } from "./derive.js";
import { byId } from "./dom.js";
import { startExport } from "./export.js";
import { resetFilters, showFilters } from "./filters.js";
import { startGestures } from "./gestures.js";
import { startHelp } from "./help.js";
import { startKeys } from "./keys.js";
import { language, localise, number, otherLanguage, setLanguage, t } from "./language.js";
import { pathOf, showPanel } from "./panel.js";
import { placeAll } from "./ground.js";
import { Picture } from "./picture.js";
import { startPlayer } from "./player.js";
import { startSearch } from "./searchbox.js";
import { redraw, repaint, replace, show, startNetwork, startStill } from "./stage.js";
import { adjust, canUndo, current, focused, focusOn, go, subscribe } from "./state.js";
import { showTable } from "./table.js";
import { applyTheme, startTheme, theme } from "./theme.js";

const graph = byId("graph");
const narrow = matchMedia("(max-width: 760px)");
const browserLanguage = language();
const VIEWS = ["graph", "table", "checks"];
const BRIEF = 4000; // ms that a notice stays
let shown = null;
let picture = null;
let pickingFrom = -1; // the document from which a path is looked for
let noticeTimer = 0;
const SHOWN = 60; // ms in which a picture gets to the screen
const CLOSEST = 1.1; // scale at which what is picked is shown at most
const cameraGiven = Boolean(current().camera);
let framed = false; // whether the graph, once hidden at the start, has been given its view

function notice(text, { stay = false } = {}) {
  clearTimeout(noticeTimer);
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
  if (text && !stay) {
    noticeTimer = setTimeout(() => notice(""), BRIEF);
  }
}

// A path stands in the address by its ends; for drawing, it is all the documents it leads over.
function routed(state) {
  const { kind, ids } = focused(state.focus);
  if (kind !== "p") {
    return state;
  }
  const ends = ids.map(documentAt);
  const path = ends.length === 2 && ends.every((at) => at >= 0) ? pathOf(ends, shown) : null;
  return { ...state, focus: ["p", ...(path || ends.filter((at) => at >= 0)).map((at) => documents[at].id)] };
}

function status() {
  const { totals, links, drawn } = shown;
  const values = {
    shown: totals.shown,
    documents: documents.length,
    links: drawn.length,
    all: links.length,
    reports: totals.reports,
  };
  if (!totals.passing) {
    return t("status-none");
  }
  const cut =
    totals.shown < totals.passing ? `${t("status-cut", { shown: totals.shown, documents: totals.passing })} · ` : "";
  const left = { documents: inStore.documents - documents.length, reports: inStore.reports - reports.length };
  const omitted = left.documents || left.reports ? ` · ${t("status-omitted", left)}` : "";
  return cut + t("status", values) + omitted;
}

const actions = {
  center,
  surround: () => fit(picture.focus?.nodes),
  pickPath: (index) => {
    pickingFrom = index;
    go({ view: "graph" });
    if (narrow.matches) {
      byId("panel").hidden = true;
    }
    notice(t("path-pick"), { stay: true });
    byId("query").focus();
  },
};

function showViews(state) {
  for (const view of VIEWS) {
    byId(view === "graph" ? "stage" : view).hidden = state.view !== view;
    const tab = document.querySelector(`[data-view=${view}]`);
    if (state.view === view) {
      tab.setAttribute("aria-current", "page");
    } else {
      tab.removeAttribute("aria-current");
    }
  }
  document.querySelector("[data-view=checks] .count").textContent = total ? number(total) : "";
}

function applySettings(state, has) {
  if (has("language")) {
    setLanguage(state.language || browserLanguage);
    localise();
  }
  if (has("theme")) {
    applyTheme();
    repaint();
  }
  if (has("moved")) {
    placeAll(state.moved);
  }
}

function showGraph(state, has, reshaped) {
  if (reshaped) {
    shown = derive(state);
  }
  if (reshaped || has("focus", "theme", "language", "relations")) {
    picture = new Picture(routed(state), shown, theme());
    show(picture);
  } else if (has("moved")) {
    replace();
  }
}

function showSides(has, reshaped) {
  if (reshaped || has("theme", "language")) {
    showFilters(picture);
    byId("status").textContent = status();
  }
  if (reshaped || has("focus", "theme", "language")) {
    showPanel(picture, actions, { keepPlace: !has("focus") });
    document.body.classList.toggle("with-panel", !byId("panel").hidden);
  }
}

function showSheets(state, has, reshaped) {
  showViews(state);
  if (state.view === "table" && (reshaped || has("view", "sort", "language", "theme"))) {
    showTable(picture);
  }
  if (state.view === "checks" && has("view", "language", "theme")) {
    showChecks(picture);
  }
}

// `changed` holds the fields that changed; `restored` says that Back or an address brought them.
function refresh(state, changed, restored = false) {
  const has = (...fields) => fields.some((field) => changed.has(field));
  const reshaped = has(...SHAPING) || (has("focus") && needsNode(state));
  applySettings(state, has);
  showGraph(state, has, reshaped);
  showSides(has, reshaped);
  showSheets(state, has, reshaped);
  if ((restored || !framed) && state.view === "graph") {
    frame(false);
  }
  byId("undo").disabled = !canUndo();
}

// A document that the cut left out of the picture has to be let in when it is picked.
function needsNode(state) {
  const { kind, ids } = focused(state.focus);
  return (
    (kind === "d" || kind === "e" || kind === "p") && ids.map(documentAt).some((at) => at >= 0 && !shown.shown[at])
  );
}

function choose({ kind, index }) {
  if (kind === "r") {
    focusOn("r", reports[index].id);
    fitFocus();
    return;
  }
  pick(index, { far: true });
}

// A document that the filters hide is shown again: whoever asks for it wants to see it.
function pick(index, { far = false } = {}) {
  if (!shown.passing[index]) {
    resetFilters();
  }
  if (pickingFrom >= 0 && pickingFrom !== index) {
    const from = pickingFrom;
    pickingFrom = -1;
    notice("");
    focusOn("p", documents[from].id, documents[index].id);
    fitFocus();
    return;
  }
  focusOn("d", documents[index].id);
  if (current().view === "graph" && far && !narrow.matches) {
    fitFocus();
  } else if (current().view === "graph") {
    reveal(index);
  }
}

function fitFocus() {
  if (current().view === "graph") {
    frame(true);
  }
}

// The view the state asks for: the camera it holds, else what is in the spotlight, else everything.
function frame(animate) {
  const { camera } = current();
  framed = current().view === "graph";
  if (camera && !animate) {
    restoreCamera(camera);
  } else if (picture.focus) {
    fit(picture.focus.nodes, { animate, closest: CLOSEST });
  } else {
    fit(undefined, { animate });
  }
}

function giveUp() {
  if (pickingFrom >= 0) {
    pickingFrom = -1;
    notice("");
  } else if (current().focus.length) {
    focusOn("");
    graph.focus();
  }
}

function startChrome() {
  for (const tab of document.querySelectorAll("[data-view]")) {
    tab.addEventListener("click", () => go({ view: tab.dataset.view }));
  }
  byId("undo").addEventListener("click", () => history.back());
  byId("language").addEventListener("click", () => adjust({ language: otherLanguage() }));
  const toggle = byId("filters-toggle");
  const side = byId("filters");
  const open = (on) => {
    side.hidden = !on;
    document.body.classList.toggle("with-filters", on);
    toggle.setAttribute("aria-expanded", String(on));
    redraw();
  };
  open(!narrow.matches);
  toggle.addEventListener("click", () => open(side.hidden));
  narrow.addEventListener("change", () => open(!narrow.matches));
}

const all = () => true;
const nextTask = () => new Promise((resolve) => setTimeout(resolve));
const parsed = () =>
  new Promise((resolve) => {
    if (document.readyState === "loading") {
      addEventListener("DOMContentLoaded", resolve, { once: true });
    } else {
      resolve();
    }
  });

function begin(onPaint) {
  startChrome();
  startStill(onPaint);
  applySettings(current(), all);
  showGraph(current(), all, true);
  showViews(current());
  const isPicked = Boolean(picture.focus) || focused().kind === "r";
  byId("panel").hidden = !isPicked; // its room is kept free from the start
  document.body.classList.toggle("with-panel", isPicked);
  frame(false);
}

async function finish() {
  await parsed();
  complete();
  await nextTask();
  startNetwork();
  await nextTask();
  if (focused().kind === "r") {
    showGraph(current(), all, false); // only now are reports known by name
  }
  showSides(all, true);
  if (picture.focus && !cameraGiven) {
    fit(picture.focus.nodes, { animate: false, closest: CLOSEST }); // now the panel has its size
  }
  showSheets(current(), all, true);
  byId("undo").disabled = !canUndo();
  startTheme(() => {
    repaint();
    refresh(current(), new Set(["theme"]));
  });
  startGestures(pick);
  startSearch(choose, (index) => shown.passing[index]);
  startPlayer(() => showFilters(picture));
  startExport(() => picture, notice);
  startHelp();
  startKeys(giveUp);
  subscribe(refresh);
  document.body.dataset.ready = String(Math.round(performance.now()));
}

begin(() => {
  if (!document.body.dataset.drawn) {
    document.body.dataset.drawn = String(Math.round(performance.now()));
    setTimeout(finish, SHOWN);
  }
});
