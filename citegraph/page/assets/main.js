// Starts the page and shows every change of state. The graph is drawn first; details are read after it.

import { fit, frameYears, glide, restoreCamera, reveal } from "./camera.js";
import { reviewCount, showReview } from "./review.js";
import { loadDetails, documentAt, documents, reports, totals as inStore } from "./data.js";
import { derive, SHAPING } from "./derive.js";
import { byId } from "./dom.js";
import { startExport } from "./export.js";
import { resetFilters, showFilters } from "./filters.js";
import { startGestures } from "./gestures.js";
import { startHelp } from "./help.js";
import { startKeys } from "./keys.js";
import { arrange } from "./layouts.js";
import { language, localisePage, number, otherLanguage, setLanguage, t } from "./language.js";
import { pathOf, showPanel } from "./panel.js";
import { place, positions } from "./positions.js";
import { Scene } from "./scene.js";
import { startPlayer } from "./player.js";
import { startSearch } from "./search-box.js";
import { layoutSummary } from "./layout-summary.js";
import { showCard, startCard } from "./start-card.js";
import { drawNow, glideFrom, redraw, repaint, showScene, startView } from "./renderer.js";
import { adjust, canUndo, current, focused, focusOn, go, subscribe } from "./state.js";
import { showTable } from "./table.js";
import { showLayout, startLayoutSwitch } from "./layout-switch.js";
import { applyTheme, startTheme, theme } from "./theme.js";
import { view } from "./view.js";

const graph = byId("graph");
const narrow = matchMedia("(max-width: 760px)");
const builtLanguage = language();
const VIEWS = ["graph", "table", "checks"];
const NOTICE_TIME = 4000; // ms that a notice is shown
let shown = null;
let arrangement = null;
let scene = null;
let pickingFrom = -1; // the document where a path begins
let noticeTimer = 0;
const MAX_FOCUS_SCALE = 1.1; // the largest scale for what is selected
const cameraGiven = Boolean(current().camera);
let framed = false; // whether the initial view of the graph has been set

function notice(text, { stay = false } = {}) {
  clearTimeout(noticeTimer);
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
  if (text && !stay) {
    noticeTimer = setTimeout(() => notice(""), NOTICE_TIME);
  }
}

/** Returns the state with all documents of a path in `focus`; the address holds only its ends. */
function withPath(state) {
  const { kind, ids } = focused(state.focus);
  if (kind !== "p") {
    return state;
  }
  const ends = ids.map(documentAt);
  const path = ends.length === 2 && ends.every((at) => at >= 0) ? pathOf(ends, shown) : null;
  return { ...state, focus: ["p", ...(path || ends.filter((at) => at >= 0)).map((at) => documents[at].id)] };
}

function status() {
  const { totals, links } = shown;
  const values = {
    shown: scene.order.length,
    documents: documents.length,
    links: scene.links.length,
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
  center: (index) => go({ layout: "center", center: documents[index].id, camera: null, view: "graph" }),
  surround: () => fit(scene.focus?.nodes),
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
  document.querySelector("[data-view=checks] .count").textContent = reviewCount ? number(reviewCount) : "";
}

function applySettings(state, has) {
  if (has("language")) {
    setLanguage(state.language || builtLanguage);
    localisePage();
  }
  if (has("theme")) {
    applyTheme();
    repaint();
  }
}

function showGraph(state, has, reshaped) {
  if (reshaped) {
    shown = derive(state);
  }
  const rearranged = has("layout", "center", "moved") || (reshaped && state.layout !== "map");
  if (rearranged) {
    arrangement = arrange(state, shown);
    place(arrangement);
  }
  if (reshaped || rearranged || has("focus", "theme", "language", "relations")) {
    scene = new Scene(withPath(state), shown, arrangement, theme());
    showScene(scene);
  }
}

/** Lets the documents glide from where they were, and the view with them unless the reader has moved it. */
function glideOver(from, state, has) {
  const stays = ["x", "y"].every((axis) => from[axis].every((value, at) => value === arrangement[axis][at]));
  if (stays || (has("moved") && state.layout === "map")) {
    return;
  }
  const onStep = glideFrom(from);
  if (has("layout", "center") || !state.camera) {
    fit(undefined, { onStep });
  } else {
    glide(onStep);
  }
}

function showSides(has, reshaped) {
  if (reshaped || has("theme", "language")) {
    showFilters(scene);
  }
  if (reshaped || has("layout", "center", "language")) {
    byId("status").textContent = status();
  }
  if (reshaped || has("focus", "theme", "language")) {
    showPanel(scene, actions, { keepPlace: !has("focus") });
    document.body.classList.toggle("with-panel", !byId("panel").hidden);
  }
}

function showSheets(state, has, reshaped) {
  showViews(state);
  if (state.view === "table" && (reshaped || has("view", "sort", "language", "theme"))) {
    showTable(scene);
  }
  if (state.view === "checks" && has("view", "language", "theme")) {
    showReview(scene);
  }
}

/** Shows the state. `changed` has the changed fields; `restored` is true if Back or an address caused the change. */
function refresh(state, changed, restored = false) {
  const has = (...fields) => fields.some((field) => changed.has(field));
  const reshaped = has(...SHAPING) || (has("focus") && needsNode(state));
  view.network.settle();
  const from = { x: positions.x.slice(), y: positions.y.slice() };
  applySettings(state, has);
  showGraph(state, has, reshaped);
  showSides(has, reshaped);
  showSheets(state, has, reshaped);
  if (state.view === "graph" && (restored || !framed)) {
    frame(false);
  } else if (state.view === "graph") {
    glideOver(from, state, has);
  }
  if (has("layout", "language")) {
    showLayout(state);
  }
  if (has("layout") && byId("start").hidden) {
    notice(layoutSummary(state, arrangement));
  }
  byId("undo").disabled = !canUndo();
}

/** Whether a selected document was cut from the picture and must be added. */
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

/** Selects a document. If the filters hide it, they are reset. */
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
  if (current().view === "graph" && !view.gliding) {
    frame(true);
  }
}

/** Sets the view: the camera of the state, else what is highlighted, else everything. */
function frame(animate) {
  const { camera, layout } = current();
  framed = current().view === "graph";
  if (camera && !animate) {
    restoreCamera(camera);
  } else if (scene.focus && layout === "time") {
    frameYears(scene.focus, { animate });
  } else if (scene.focus && layout !== "center") {
    fit(scene.focus.nodes, { animate, closest: MAX_FOCUS_SCALE });
  } else {
    fit(undefined, { animate });
  }
}

function cancel() {
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
/** Calls a function when what was drawn is on the screen: three frames later. */
const onScreen = (then, frames = 3) =>
  frames ? requestAnimationFrame(() => onScreen(then, frames - 1)) : setTimeout(then);
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
  startView(onPaint);
  applySettings(current(), all);
  showGraph(current(), all, true);
  showViews(current());
  const isPicked = Boolean(scene.focus) || focused().kind === "r";
  byId("panel").hidden = !isPicked; // keep its room free from the start
  document.body.classList.toggle("with-panel", isPicked);
  showCard(shown, arrangement);
  showLayout(current());
  frame(false);
  drawNow();
}

async function finish() {
  await parsed();
  loadDetails();
  await nextTask();
  if (focused().kind === "r") {
    showGraph(current(), all, false); // reports are known by id only now
  }
  showSides(all, true);
  if (scene.focus && !cameraGiven) {
    frame(false); // the panel has its size now
  }
  showSheets(current(), all, true);
  byId("undo").disabled = !canUndo();
  startTheme(() => {
    repaint();
    refresh(current(), new Set(["theme"]));
  });
  startGestures(pick);
  startSearch(choose, (index) => shown.passing[index]);
  startPlayer(() => showFilters(scene));
  startExport(() => scene, notice);
  startLayoutSwitch();
  startHelp();
  startKeys(cancel);
  subscribe(refresh);
  startCard(() => [shown, arrangement]);
  document.body.dataset.ready = String(Math.round(performance.now()));
}

begin(() => {
  if (!document.body.dataset.drawn) {
    document.body.dataset.drawn = String(Math.round(performance.now()));
    onScreen(finish);
  }
});
