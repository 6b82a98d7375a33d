// A wish to see something in, a movement of the view out.

import { byId } from "./dom.js";
import { places, turned } from "./ground.js";
import { adjust } from "./state.js";
import { freeRect, keepCamera, moves, onStage, view } from "./view.js";

const box = byId("graph");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const FLIGHT = 350; // ms of a movement to another place
const FOOT = matchMedia("(max-width: 760px)").matches ? 50 : 30; // px kept free for the line of numbers
const CLOSE = 1.2; // scale at which one document is looked at
const LEAST = 0.02;
const LABELS_MAY_SHRINK = 0.75; // of the scale at which the documents alone fill the stage
const MOST = 6;

export function limited(scale) {
  return Math.min(MOST, Math.max(LEAST, scale));
}

export function moveTo(x, y, scale, { animate = true, onRest = keepCamera } = {}) {
  const rect = freeRect();
  const { clientWidth: width, clientHeight: height } = box;
  const position = {
    x: x - ((rect.left + rect.right) / 2 - width / 2) / scale,
    y: y - ((rect.top + rect.bottom) / 2 - height / 2) / scale,
  };
  const smooth = animate && !still.matches;
  view.network.moveTo({
    position,
    scale,
    animation: smooth ? { duration: FLIGHT, easingFunction: "easeInOutQuad" } : false,
  });
  if (smooth) {
    moves(onRest, FLIGHT + 30);
  } else {
    onRest();
  }
}

// The documents named, or all, as large as the free part of the stage allows; twice, for labels depend on the scale.
export function fit(list, { animate = true, closest = 1.6 } = {}) {
  const rect = freeRect();
  const margin = list ? 0.08 : 0.02;
  const wide = (rect.right - rect.left) * (1 - 2 * margin);
  const high = (rect.bottom - rect.top) * (1 - 2 * margin) - FOOT;
  let bounds = view.picture.bounds(list);
  if (!bounds || wide < 1 || high < 1) {
    return;
  }
  const scaleOf = ({ left, right, top, bottom }) =>
    Math.min(closest, wide / Math.max(1, right - left), high / Math.max(1, bottom - top));
  // Labels keep their size: on a narrow stage they would push the documents themselves into a speck.
  const smallest = Math.max(LEAST, LABELS_MAY_SHRINK * scaleOf(bounds));
  const bare = bounds;
  let scale = scaleOf(bounds);
  for (let round = 0; round < 2; round += 1) {
    bounds = view.picture.extent(list, scale);
    scale = Math.max(smallest, scaleOf(bounds));
  }
  if (scale === smallest) {
    bounds = bare;
  }
  const forget = () => adjust({ camera: null });
  moveTo((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2 + FOOT / 2 / scale, scale, {
    animate,
    onRest: list ? keepCamera : forget,
  });
}

export function center(index) {
  moveTo(places.x[index], places.y[index], CLOSE);
}

// Brings a document into the free part of the stage, if it is not there already.
export function reveal(index) {
  const rect = freeRect();
  const scale = view.network.getScale();
  const { x, y } = onStage(index);
  const edge = 60;
  const inside = x > rect.left + edge && x < rect.right - edge && y > rect.top + edge && y < rect.bottom - edge;
  if (!inside || scale < 0.5) {
    moveTo(places.x[index], places.y[index], Math.max(scale, 0.8));
  }
}

export function zoom(factor) {
  const { x, y } = view.network.getViewPosition();
  const rect = freeRect();
  const scale = view.network.getScale();
  const shift = [
    (rect.left + rect.right - box.clientWidth) / 2 / scale,
    (rect.top + rect.bottom - box.clientHeight) / 2 / scale,
  ];
  moveTo(x + shift[0], y + shift[1], limited(scale * factor));
}

export function pan(dx, dy) {
  const { x, y } = view.network.getViewPosition();
  const scale = view.network.getScale();
  view.network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale } });
  moves();
}

export function restoreCamera([one, other, scale]) {
  const [x, y] = turned([one, other]);
  view.network.moveTo({ position: { x, y }, scale });
}
