// Handles clicks, touches and hovering on the graph.

import { fit, zoom } from "./camera.js";
import { documents } from "./data.js";
import { byId } from "./dom.js";
import { linkAt, nodeAt } from "./hit-test.js";
import { hover, startMovement } from "./renderer.js";
import { current, focusOn } from "./state.js";
import { hideTooltip, showDocumentTooltip, showLinkTooltip } from "./tooltip.js";
import { view } from "./view.js";

const graph = byId("graph");

function click(at, pick) {
  const index = nodeAt(at);
  const link = index < 0 ? linkAt(at) : null;
  if (index >= 0) {
    pick(index);
  } else if (link) {
    focusOn("e", ...link.map((end) => documents[end].id));
  } else if (current().focus.length) {
    focusOn("");
  }
}

function point(event) {
  const { left, top } = graph.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function showTooltip(at) {
  const { shown } = view.scene;
  const index = nodeAt(at);
  hover(index);
  if (index >= 0) {
    showDocumentTooltip(index, shown.counts[index], at);
    return;
  }
  const link = linkAt(at);
  graph.classList.toggle("pointing", Boolean(link));
  if (link) {
    const found = shown.neighbors[link[0]].find(([other]) => other === link[1]);
    showLinkTooltip(link, found ? found[1] : 1, at);
  } else {
    hideTooltip();
  }
}

// The tooltip is updated at most once per frame.
function startHover() {
  let waiting = 0;
  graph.addEventListener("pointermove", (event) => {
    if (!event.buttons && event.pointerType !== "touch" && !waiting) {
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        showTooltip(point(event));
      });
    }
  });
  for (const gone of ["pointerleave", "pointerdown"]) {
    graph.addEventListener(gone, () => {
      cancelAnimationFrame(waiting);
      waiting = 0;
      hover(-1);
      hideTooltip();
    });
  }
}

/** @param {(index: number) => void} pick called with a clicked document */
export function startGestures(pick) {
  startMovement((at) => click(at, pick));
  graph.addEventListener("dblclick", (event) => {
    if (nodeAt(point(event)) >= 0) {
      fit(view.scene.focus?.nodes);
    }
  });
  // Otherwise the click after a touch would press what the panel has just shown under the finger.
  graph.addEventListener("touchend", (event) => event.cancelable && event.preventDefault());
  startHover();
  const zooms = { in: () => zoom(1.4), out: () => zoom(1 / 1.4), fit: () => fit() };
  for (const key of document.querySelectorAll("[data-zoom]")) {
    key.addEventListener("click", zooms[key.dataset.zoom]);
  }
}
