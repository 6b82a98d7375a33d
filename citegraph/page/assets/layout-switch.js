// Switches between the layouts.

import { byId } from "./dom.js";
import { current, focused, go } from "./state.js";

const group = byId("layouts");

/** @param {string} layout "map", "time" or "center": around the chosen document */
export function switchTo(layout) {
  const { kind, ids } = focused();
  const middle = layout === "center" && kind === "d" ? { center: ids[0] } : {};
  if (layout !== current().layout) {
    go({ layout, camera: null, view: "graph", ...middle });
  }
}

/** @param {import("./state.js").State} state */
export function showLayout({ layout }) {
  for (const key of group.querySelectorAll("[data-layout]")) {
    key.setAttribute("aria-pressed", String(key.dataset.layout === layout));
  }
}

/** Connects the buttons. */
export function startLayoutSwitch() {
  for (const key of group.querySelectorAll("[data-layout]")) {
    key.addEventListener("click", () => switchTo(key.dataset.layout));
  }
}
