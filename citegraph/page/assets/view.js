// Holds the current view and converts between the screen and the layout.

import { byId } from "./dom.js";
import { positions, toLayout } from "./positions.js";
import { adjust } from "./state.js";

const box = byId("graph");
const REST_TIME = 140; // ms after the last movement until links are redrawn

/** `network` is the GraphView. */
export const view = { network: null, scene: null, moving: false, gliding: false, restTimer: 0 };

/**
 * @returns {{left: number, top: number, right: number, bottom: number}} the part of the view that no panel covers, in
 *   px
 */
export function freeRect() {
  const stage = box.getBoundingClientRect();
  const rect = { left: 0, top: 0, right: stage.width, bottom: stage.height };
  const filters = byId("filters").getBoundingClientRect();
  const panel = byId("panel").getBoundingClientRect();
  const start = byId("start").getBoundingClientRect();
  if (start.height) {
    rect.top = start.bottom - stage.top;
  }
  if (filters.width && filters.width < stage.width / 2) {
    rect.left = filters.right - stage.left;
  }
  if (panel.width && panel.width < stage.width * 0.9) {
    rect.right = panel.left - stage.left;
  } else if (panel.width) {
    rect.bottom = panel.top - stage.top; // on a phone it is at the bottom
  }
  return rect;
}

/** @returns {[number, number, number, number]} left, top, right, bottom of the view, in the units of the layout */
export function viewBox() {
  const { clientWidth: width, clientHeight: height } = box;
  const scale = view.network.getScale();
  const { x, y } = view.network.getViewPosition();
  return [x - width / 2 / scale, y - height / 2 / scale, x + width / 2 / scale, y + height / 2 / scale];
}

/** @returns {[number, number, number, number]} left, top, right, bottom of the part of it that no panel covers */
export function freeBox() {
  const { left, top, right, bottom } = freeRect();
  return [...toWorld({ x: left, y: top }), ...toWorld({ x: right, y: bottom })];
}

/**
 * @param {number} index of a document
 * @returns {{x: number, y: number}} its position in the view, in px
 */
export function toScreen(index) {
  const [left, top] = viewBox();
  const scale = view.network.getScale();
  return { x: (positions.x[index] - left) * scale, y: (positions.y[index] - top) * scale };
}

/**
 * @param {{x: number, y: number}} point in px of the view
 * @returns {[number, number]} the point in the units of the layout
 */
export function toWorld({ x, y }) {
  const [left, top] = viewBox();
  const scale = view.network.getScale();
  return [left + x / scale, top + y / scale];
}

/** Keeps the position of the view in the address. */
export function saveCamera() {
  const { x, y } = view.network.getViewPosition();
  adjust({ camera: [...toLayout([x, y]).map(Math.round), Number(view.network.getScale().toPrecision(3))] });
}

/**
 * Skips redrawing links until the view rests.
 * @param {() => void} [onRest] called when the view rests
 * @param {number} [rest] ms without movement until then
 */
export function startMoving(onRest = saveCamera, rest = REST_TIME) {
  view.moving = true;
  clearTimeout(view.restTimer);
  view.restTimer = setTimeout(() => {
    if (view.moving) {
      view.moving = false;
      view.network.redraw();
    }
    onRest();
  }, rest);
}

/** Ends a movement without calling `onRest`. */
export function stopMoving() {
  clearTimeout(view.restTimer);
  view.moving = false;
}
