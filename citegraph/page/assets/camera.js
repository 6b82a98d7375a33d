// Moves the view: fits documents, centers one, zooms and pans.

import { byId } from "./dom.js";
import { isUpright, positions, fromLayout } from "./positions.js";
import { adjust } from "./state.js";
import { freeRect, saveCamera, startMoving, toScreen, view } from "./view.js";

const box = byId("graph");
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
const DURATION = 450; // ms of an animated movement
const STATUS_HEIGHT = innerWidth > 760 ? 52 : 94; // px kept free for the status line and the buttons
const NAMES = 22; // px above and below the circles for names of topics, on an upright screen
const ROUNDS = 4; // the most scales that are tried
const NEARLY = 1.04; // times the scale that would fill the view
const SPARE = 1.015; // how much smaller than needed, so that the labels of the new scale fit as well
const MIN_SCALE = 0.02;
const LABELS_MAY_SHRINK = 0.75; // of the scale at which the documents without labels fill the view
const MAX_SCALE = 6;
const YEARS_MAY_SHRINK = 0.9; // of the scale at which the years fill the window, beside an open panel
const BESIDE_LANES = 160; // px: the names of lanes keep to the left of the view
const EDGE = 50; // px between the chosen document and the edge of the view

/**
 * @param {number} scale
 * @returns {number} the scale within the limits of zooming
 */
export function clampScale(scale) {
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}

/**
 * Moves a point of the layout to the middle of the free part of the view.
 * @param {number} x
 * @param {number} y
 * @param {number} scale
 * @param {{animate?: boolean, onRest?: () => void, onStep?: (done: number) => void}} [options] `onRest` is called when
 *   the movement has ended, `onStep` with the share of it that is done
 */
export function moveTo(x, y, scale, { animate = true, onRest = saveCamera, onStep } = {}) {
  const rect = freeRect();
  const { clientWidth: width, clientHeight: height } = box;
  const position = {
    x: x - ((rect.left + rect.right) / 2 - width / 2) / scale,
    y: y - ((rect.top + rect.bottom) / 2 - height / 2) / scale,
  };
  const smooth = animate && !reducedMotion.matches;
  view.network.moveTo({
    position,
    scale,
    duration: smooth ? DURATION : 0,
    onStep,
  });
  if (smooth) {
    startMoving(onRest, DURATION + 30);
  } else {
    onRest();
  }
}

/**
 * Shows the given documents, or all, as large as possible. Computed several times, because labels depend on the scale.
 * @param {number[]} [list] indices of documents
 * @param {{animate?: boolean, closest?: number, onStep?: (done: number) => void}} [options] `closest` is the largest
 *   scale, `onStep` as for `moveTo`
 */
export function fit(list, { animate = true, closest = 1.6, onStep } = {}) {
  const rect = freeRect();
  const margin = list ? 0.08 : 0.02;
  const wide = (rect.right - rect.left) * (1 - 2 * margin);
  const high = (rect.bottom - rect.top) * (1 - 2 * margin) - STATUS_HEIGHT - (isUpright ? 2 * NAMES : 0);
  let bounds = view.scene.bounds(list);
  if (!bounds || wide < 1 || high < 1) {
    onStep?.(1);
    return;
  }
  const scaleOf = ({ left, right, top, bottom }) =>
    Math.min(closest, wide / Math.max(1, right - left), high / Math.max(1, bottom - top));
  // Labels keep their size: on a narrow screen they would make the documents too small.
  const { layout } = view.scene.arrangement;
  const smallest = isUpright && layout === "map" ? Math.max(MIN_SCALE, LABELS_MAY_SHRINK * scaleOf(bounds)) : MIN_SCALE;
  const circles = bounds;
  let scale = scaleOf(bounds);
  for (let round = 0; round < ROUNDS; round += 1) {
    bounds = view.scene.extent(list, scale);
    const next = Math.max(smallest, scaleOf(bounds));
    if (next >= scale && next < scale * NEARLY) {
      break; // all of it fits, and its labels are known already
    }
    scale = next < scale ? Math.max(smallest, next / SPARE) : next;
  }
  if (scale === smallest) {
    bounds = circles;
  }
  const clearCamera = () => adjust({ camera: null });
  moveTo((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2 + STATUS_HEIGHT / 2 / scale, scale, {
    animate,
    onRest: list ? saveCamera : clearCamera,
    onStep,
  });
}

/** Returns the middle nearest to a wish from which, as far as it reaches, nothing beside all and all chosen are seen. */
function within(wish, reach, [least, most], [low, high]) {
  const middle = most - least <= 2 * reach ? (least + most) / 2 : Math.min(most - reach, Math.max(least + reach, wish));
  return Math.min(low + reach, Math.max(high - reach, middle));
}

/**
 * Shows what is highlighted among the years. The years keep nearly the size that they have in the whole window, for
 * smaller they cannot be read; what lies farthest from the chosen documents may leave the view.
 * @param {import("./scene.js").Spotlight} focus
 * @param {{animate?: boolean}} [options]
 */
export function frameYears({ nodes, primary }, { animate = true } = {}) {
  const { whole, isInside, columns, lanes } = view.scene.arrangement;
  const rect = freeRect();
  const beside = isInside ? 0 : BESIDE_LANES;
  const scale = whole * YEARS_MAY_SHRINK;
  const half = [(rect.right - rect.left - beside) / 2, (rect.bottom - rect.top - STATUS_HEIGHT) / 2];
  const [across, down] = half.map((px) => Math.max(1, px - EDGE) / scale);
  const mean = (values) => nodes.reduce((sum, index) => sum + values[index], 0) / nodes.length;
  const chosen = view.scene.bounds(primary);
  const x = within(mean(positions.x), across, [0, columns.at(-1).right], [chosen.left, chosen.right]);
  const y = within(mean(positions.y), down, [0, lanes.at(-1).bottom], [chosen.top, chosen.bottom]);
  moveTo(x - beside / 2 / scale, y + STATUS_HEIGHT / 2 / scale, scale, { animate });
}

/**
 * Moves a document into the free part of the view, unless it is there already.
 * @param {number} index of a document
 */
export function reveal(index) {
  if (view.gliding) {
    return; // the view is on its way
  }
  const rect = freeRect();
  const scale = view.network.getScale();
  const { x, y } = toScreen(index);
  const edge = 60;
  const inside = x > rect.left + edge && x < rect.right - edge && y > rect.top + edge && y < rect.bottom - edge;
  if (!inside || scale < 0.5) {
    moveTo(positions.x[index], positions.y[index], Math.max(scale, 0.8));
  }
}

/** @param {(done: number) => void} onStep called with the share of a movement in which the view itself stays */
export function glide(onStep) {
  view.network.moveTo({ duration: reducedMotion.matches ? 0 : DURATION, onStep });
}

/** @param {number} factor above 1 zooms in */
export function zoom(factor) {
  const { x, y } = view.network.getViewPosition();
  const rect = freeRect();
  const scale = view.network.getScale();
  const shift = [
    (rect.left + rect.right - box.clientWidth) / 2 / scale,
    (rect.top + rect.bottom - box.clientHeight) / 2 / scale,
  ];
  moveTo(x + shift[0], y + shift[1], clampScale(scale * factor));
}

/**
 * @param {number} dx px
 * @param {number} dy px
 */
export function pan(dx, dy) {
  const { x, y } = view.network.getViewPosition();
  const scale = view.network.getScale();
  view.network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale } });
  startMoving();
}

/** @param {[number, number, number]} camera x, y and scale, as kept in the state */
export function restoreCamera([one, other, scale]) {
  const [x, y] = fromLayout([one, other]);
  view.network.moveTo({ position: { x, y }, scale });
}
