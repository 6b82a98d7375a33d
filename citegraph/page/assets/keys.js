// Handles keyboard shortcuts.

import { fit, pan, reveal, zoom } from "./camera.js";
import { byId } from "./dom.js";
import { documentAt, documents } from "./data.js";
import { showHelp } from "./help.js";
import { togglePlay } from "./player.js";
import { nextInDirection } from "./hit-test.js";
import { switchTo } from "./layout-switch.js";
import { canUndo, focused, focusOn, go } from "./state.js";
import { view } from "./view.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 80; // px per step of the view
const VIEWS = { 1: "graph", 2: "table", 3: "checks" };

function travel([dx, dy]) {
  const { kind, ids } = focused();
  const here = kind === "d" ? documentAt(ids[0]) : -1;
  const next = here < 0 ? view.scene.order[0] : nextInDirection(here, dx, dy);
  if (next >= 0 && next !== undefined) {
    focusOn("d", documents[next].id);
    reveal(next);
  }
}

function graphKey(event) {
  if (event.key in ARROWS) {
    const [dx, dy] = ARROWS[event.key];
    if (event.shiftKey) {
      pan(dx * STEP, dy * STEP);
    } else {
      travel([dx, dy]);
    }
    return true;
  }
  if (event.key === "Enter" && !byId("panel").hidden) {
    byId("panel").focus();
    return true;
  }
  return false;
}

const COMMANDS = {
  "/": () => byId("query").focus(),
  "+": () => zoom(1.4),
  "=": () => zoom(1.4),
  "-": () => zoom(1 / 1.4),
  f: () => fit(),
  p: togglePlay,
  m: () => switchTo("map"),
  t: () => switchTo("time"),
  c: () => switchTo("center"),
  z: () => canUndo() && history.back(),
  "?": showHelp,
};

/** @param {() => void} cancel called on Escape */
export function startKeys(cancel) {
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=range]):not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || byId("help").open) {
      return;
    }
    let done = true;
    if (event.key === "Escape") {
      cancel();
    } else if (event.key in VIEWS) {
      go({ view: VIEWS[event.key] });
    } else if (event.key in COMMANDS) {
      COMMANDS[event.key]();
    } else {
      done = event.target === byId("graph") && graphKey(event);
    }
    if (done) {
      event.preventDefault();
    }
  });
}
