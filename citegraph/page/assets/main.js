// The loaded page in, a working one out: every change of state is shown here, and nowhere else.

import { showChecks, total } from "./checks.js";
import { documentAt, documents, reports } from "./data.js";
import { derive, SHAPING } from "./derive.js";
import { byId } from "./dom.js";
import { startExport } from "./export.js";
import { resetFilters, showFilters } from "./filters.js";
import { startHelp } from "./help.js";
import { startKeys } from "./keys.js";
import { language, localise, number, otherLanguage, setLanguage, t } from "./language.js";
import { pathOf, showPanel } from "./panel.js";
import { Picture, placeAll } from "./picture.js";
import { startPlayer } from "./player.js";
import { startSearch } from "./searchbox.js";
import { fit, hover, linkAt, moveTo, nodeAt, onClick, onOpen, redraw, repaint, replace, restoreCamera, reveal, show, zoom } from "./stage.js";
import { adjust, canUndo, current, focused, focusOn, go, subscribe } from "./state.js";
import { showTable } from "./table.js";
import { applyTheme, startTheme, theme } from "./theme.js";
import { hush, tellDocument, tellLink } from "./tooltip.js";

const graph = byId("graph");
const narrow = matchMedia("(max-width: 760px)");
const browserLanguage = language();
const VIEWS = ["graph", "table", "checks"];
const BRIEF = 4000; // ms that a notice stays
let shown = null;
let picture = null;
let pickingFrom = -1; // the document from which a path is looked for
let noticeTimer = 0;

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
  return { ...state, focus: `p:${(path || ends.filter((at) => at >= 0)).map((at) => documents[at].id).join(" ~ ")}` };
}

function status() {
  const { totals, links, drawn } = shown;
  const values = { shown: totals.shown, documents: documents.length, links: drawn.length, all: links.length, reports: totals.reports };
  if (!totals.passing) {
    return t("status-none");
  }
  const cut = totals.shown < totals.passing ? `${t("status-cut", { shown: totals.shown, documents: totals.passing })} · ` : "";
  return cut + t("status", values);
}

const actions = {
  center: (index) => moveTo(...Object.values(positionInLayout(index)), 1.2),
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

function positionInLayout(index) {
  const { x, y } = current().moved[documents[index].id] ? { x: current().moved[documents[index].id][0], y: current().moved[documents[index].id][1] } : documents[index];
  return { x, y };
}

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

function refresh(state, changed, restored = false) {
  const all = changed === null;
  const has = (...fields) => all || fields.some((field) => changed.has(field));
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
  const reshaped = all || [...changed].some((field) => SHAPING.has(field)) || (changed.has("focus") && needsNode(state));
  if (reshaped) {
    shown = derive(state);
  }
  if (reshaped || has("focus", "theme", "relations")) {
    picture = new Picture(routed(state), shown, theme());
    show(picture);
  } else if (has("moved")) {
    replace();
  }
  if (reshaped || has("theme", "language")) {
    showFilters(picture);
    byId("status").textContent = status();
  }
  if (reshaped || has("focus", "theme", "language")) {
    showPanel(picture, actions, { keepPlace: !has("focus") });
    document.body.classList.toggle("with-panel", !byId("panel").hidden);
  }
  showViews(state);
  if (state.view === "table" && (reshaped || has("view", "sort", "language", "theme"))) {
    showTable(picture);
  }
  if (state.view === "checks" && has("view", "language", "theme")) {
    showChecks(picture);
  }
  if (restored && state.view === "graph") {
    frame(false);
  }
  byId("undo").disabled = !canUndo();
}

// A document that the cut left out of the picture has to be let in when it is picked.
function needsNode(state) {
  const { kind, ids } = focused(state.focus);
  return (kind === "d" || kind === "e" || kind === "p") && ids.map(documentAt).some((at) => at >= 0 && !shown.shown[at]);
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
  if (camera && !animate) {
    restoreCamera(camera);
  } else if (picture.focus) {
    fit(picture.focus.nodes, { animate, closest: 1.1 });
  } else {
    fit(undefined, { animate });
  }
}

function startGraph() {
  onClick((point) => {
    const index = nodeAt(point);
    if (index >= 0) {
      pick(index);
      return;
    }
    const link = linkAt(point);
    if (link) {
      focusOn("e", ...link.map((at) => documents[at].id));
    } else if (current().focus) {
      focusOn("");
    }
  });
  onOpen((point) => {
    if (nodeAt(point) >= 0) {
      actions.surround();
    }
  });
  let waiting = 0;
  graph.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch" || waiting) {
      return;
    }
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      const rect = graph.getBoundingClientRect();
      const point = { x: event.clientX - rect.left, y: event.clientY - rect.top };
      const index = nodeAt(point);
      hover(index);
      if (index >= 0) {
        tellDocument(index, shown.counts[index], point);
        return;
      }
      const link = linkAt(point);
      graph.classList.toggle("pointing", Boolean(link));
      if (link) {
        const found = shown.neighbours[link[0]].find(([other]) => other === link[1]);
        tellLink(link, found ? found[1] : 1, point);
      } else {
        hush();
      }
    });
  });
  for (const gone of ["pointerleave", "pointerdown"]) {
    graph.addEventListener(gone, () => {
      cancelAnimationFrame(waiting);
      waiting = 0;
      hover(-1);
      hush();
    });
  }
  const zooms = { in: () => zoom(1.4), out: () => zoom(1 / 1.4), fit: () => fit() };
  for (const key of document.querySelectorAll("[data-zoom]")) {
    key.addEventListener("click", zooms[key.dataset.zoom]);
  }
}

function giveUp() {
  if (pickingFrom >= 0) {
    pickingFrom = -1;
    notice("");
  } else if (current().focus) {
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

startTheme(() => {
  repaint();
  refresh(current(), new Set(["theme"]));
});
startChrome();
refresh(current(), null);
startGraph();
startSearch(choose, (index) => shown.passing[index]);
startPlayer(() => showFilters(picture));
startExport(() => picture, notice);
startHelp();
startKeys(giveUp);
subscribe(refresh);
frame(false);
document.body.dataset.ready = String(Math.round(performance.now()));
