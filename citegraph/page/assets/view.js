// The vis-network in use and the picture it shows in, where things are on the screen out.

import { byId } from "./dom.js";
import { places, turned } from "./ground.js";
import { adjust } from "./state.js";

const box = byId("graph");
const SETTLE = 140; // ms after the last movement until links are drawn anew

export const view = { network: null, picture: null, moving: false, settling: 0 };

// The part of the stage that no panel covers, in px of the stage.
export function freeRect() {
  const stage = box.getBoundingClientRect();
  const rect = { left: 0, top: 0, right: stage.width, bottom: stage.height };
  const filters = byId("filters").getBoundingClientRect();
  const panel = byId("panel").getBoundingClientRect();
  if (filters.width && filters.width < stage.width / 2) {
    rect.left = filters.right - stage.left;
  }
  if (panel.width && panel.width < stage.width * 0.9) {
    rect.right = panel.left - stage.left;
  } else if (panel.width) {
    rect.bottom = panel.top - stage.top; // on a phone it comes from below
  }
  return rect;
}

// What the stage shows, in the units of the layout: left, top, right, bottom.
export function viewBox() {
  const { clientWidth: width, clientHeight: height } = box;
  const scale = view.network.getScale();
  const { x, y } = view.network.getViewPosition();
  return [x - width / 2 / scale, y - height / 2 / scale, x + width / 2 / scale, y + height / 2 / scale];
}

// Where a document stands on the stage, in px.
export function onStage(index) {
  const [left, top] = viewBox();
  const scale = view.network.getScale();
  return { x: (places.x[index] - left) * scale, y: (places.y[index] - top) * scale };
}

// A point of the stage in the units of the layout.
export function toWorld({ x, y }) {
  const [left, top] = viewBox();
  const scale = view.network.getScale();
  return [left + x / scale, top + y / scale];
}

// Remembers in the address where the view has come to rest.
export function keepCamera() {
  const { x, y } = view.network.getViewPosition();
  adjust({ camera: [...turned([Math.round(x), Math.round(y)]), Number(view.network.getScale().toPrecision(3))] });
}

// While the view moves links are not drawn anew; `onRest` is called when it has come to rest.
export function moves(onRest = keepCamera, rest = SETTLE) {
  view.moving = true;
  clearTimeout(view.settling);
  view.settling = setTimeout(() => {
    view.moving = false;
    view.network.redraw();
    onRest();
  }, rest);
}

export function stopMoving() {
  clearTimeout(view.settling);
  view.moving = false;
}
