// A picture in, a graph to look at and take hold of out: vis-network draws the nodes, batched strokes all the rest.
// It spends about 50 ms on each thousand nodes before it draws one; of a large graph it gets a node only when a hand
// takes it, and the others are drawn in batches too.

/* global vis */
import { byId } from "./dom.js";
import { documents, options } from "./data.js";
import { paintFocus, paintHover, paintLabels, paintLinks, paintNodes, paintRelations } from "./paint.js";
import { places } from "./picture.js";
import { adjust, current, go } from "./state.js";
import { ink } from "./theme.js";

const box = byId("graph");
const overlay = byId("overlay");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const HELD = 2500; // nodes that vis-network draws at most
const GRASP = 6; // px round a node or link that still mean it
const SETTLE = 140; // ms after the last movement until links are drawn anew
const FLIGHT = 350; // ms of a movement to another place
const MARGIN = 0.35; // of the view, drawn beyond its edges for movement to uncover
const FOOT = 30; // px kept free for the line of numbers
const LEAST = 0.02;
const MOST = 6;

let network = null;
let nodes = null;
let picture = null;
let paints = ink();
let moving = false;
let settling = 0;
let hovered = -1;
const isLarge = documents.length > HELD;
const drawnNodes = new Map(); // what vis-network was last told of each node
const layer = { canvas: document.createElement("canvas"), x: 0, y: 0, scale: 0, picture: null };

function nodeLook(index) {
  return { color: picture.colors[index], size: picture.sizes[index], hidden: !picture.shown.shown[index], status: documents[index].status };
}

// What vis-network is told of a node: no more than it needs, for it copies every property.
function visNode(index, { color, size, hidden, status }) {
  const node = { id: index, size, color: { background: color, border: paints.ground } };
  if (!drawnNodes.has(index)) {
    node.x = places.x[index];
    node.y = places.y[index];
  }
  if (hidden || drawnNodes.has(index)) {
    node.hidden = hidden;
  }
  if (status === "learned") {
    Object.assign(node, { borderWidth: 1.6, shapeProperties: { borderDashes: [3, 2] }, color: { background: mix(color, paints.ground), border: color } });
  } else if (status === "minted") {
    Object.assign(node, { shape: "diamond", size: size * 1.15, borderWidth: 1.6, color: { background: paints.ground, border: color } });
  }
  return node;
}

// Half of one colour over another, both "#rrggbb".
function mix(one, other) {
  const parts = [1, 3, 5].map((at) => Math.round(Number.parseInt(one.slice(at, at + 2), 16) * 0.45 + Number.parseInt(other.slice(at, at + 2), 16) * 0.55));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

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

function viewBox() {
  const { clientWidth: width, clientHeight: height } = box;
  const scale = network.getScale();
  const { x, y } = network.getViewPosition();
  return [x - width / 2 / scale, y - height / 2 / scale, x + width / 2 / scale, y + height / 2 / scale];
}

function drawLayer(scale) {
  const ratio = devicePixelRatio || 1;
  const [left, top, right, bottom] = viewBox();
  const width = right - left;
  const height = bottom - top;
  Object.assign(layer, { scale, picture, x: left - width * MARGIN, y: top - height * MARGIN });
  layer.width = width * (1 + 2 * MARGIN);
  layer.height = height * (1 + 2 * MARGIN);
  layer.canvas.width = Math.ceil(layer.width * scale * ratio);
  layer.canvas.height = Math.ceil(layer.height * scale * ratio);
  const ctx = layer.canvas.getContext("2d");
  ctx.setTransform(scale * ratio, 0, 0, scale * ratio, -layer.x * scale * ratio, -layer.y * scale * ratio);
  paintLinks(ctx, picture, paints, scale);
  paintRelations(ctx, picture, paints, scale);
  if (isLarge) {
    paintNodes(ctx, picture, paints, scale, (index) => drawnNodes.has(index));
  }
  layer.view = [left, top, right, bottom].join();
}

// Links are drawn once a view and moved as one picture while the view moves.
function beforeDrawing(ctx) {
  const scale = network.getScale();
  if (layer.picture !== picture || (!moving && layer.view !== viewBox().join())) {
    drawLayer(scale);
  }
  ctx.drawImage(layer.canvas, layer.x, layer.y, layer.width, layer.height);
}

function afterDrawing(ctx) {
  const scale = network.getScale();
  const view = viewBox();
  if (picture.focus) {
    paintFocus(ctx, picture, paints, scale, view);
  }
  paintLabels(ctx, picture.labels(scale, { spotlit: Boolean(picture.focus) }), paints, scale, view);
  drawOverlay();
}

function drawOverlay() {
  const ratio = devicePixelRatio || 1;
  const width = Math.round(box.clientWidth * ratio);
  const height = Math.round(box.clientHeight * ratio);
  if (overlay.width !== width || overlay.height !== height) {
    overlay.width = width;
    overlay.height = height;
  }
  const ctx = overlay.getContext("2d");
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  if (hovered >= 0 && picture.shown.shown[hovered]) {
    const scale = network.getScale();
    const [left, top] = viewBox();
    ctx.setTransform(scale * ratio, 0, 0, scale * ratio, -left * scale * ratio, -top * scale * ratio);
    paintHover(ctx, picture, paints, scale, hovered);
  }
}

// While the view moves links are not drawn anew; `then` is called when it has come to rest.
function moves(then, rest = SETTLE) {
  moving = true;
  clearTimeout(settling);
  settling = setTimeout(() => {
    moving = false;
    network.redraw();
    then();
  }, rest);
}

function keepCamera() {
  const { x, y } = network.getViewPosition();
  adjust({ camera: [Math.round(x), Math.round(y), Number(network.getScale().toPrecision(3))] });
}

export function show(next) {
  picture = next;
  const updates = [];
  for (const { index } of isLarge ? [...drawnNodes.keys()].map((at) => documents[at]) : documents) {
    const look = nodeLook(index);
    const before = drawnNodes.get(index);
    if (!before || before.color !== look.color || before.size !== look.size || before.hidden !== look.hidden) {
      updates.push(visNode(index, look));
      drawnNodes.set(index, look);
    }
  }
  if (!network) {
    start(updates);
  } else if (updates.length) {
    nodes.update(updates);
  } else {
    network.redraw();
  }
}

function take(index) {
  if (!drawnNodes.has(index)) {
    const look = nodeLook(index);
    nodes.add(visNode(index, look));
    drawnNodes.set(index, look);
  }
}

// After another theme every node has another rim.
export function repaint() {
  paints = ink();
  for (const look of drawnNodes.values()) {
    look.color = "";
  }
}

export function replace() {
  picture.forgetLabels();
  layer.picture = null;
  nodes.update([...drawnNodes.keys()].map((index) => ({ id: index, x: places.x[index], y: places.y[index] })));
  network.redraw();
}

export function redraw() {
  network?.redraw();
}

function start(rows) {
  nodes = new vis.DataSet(rows);
  network = new vis.Network(box, { nodes, edges: [] }, options);
  network.on("beforeDrawing", beforeDrawing);
  network.on("afterDrawing", afterDrawing);
  box.addEventListener(
    "pointerdown",
    ({ clientX, clientY }) => {
      const { left, top } = box.getBoundingClientRect();
      const index = isLarge ? nodeAt({ x: clientX - left, y: clientY - top }) : -1;
      if (index >= 0) {
        take(index);
      }
    },
    { capture: true },
  );
  network.on("dragStart", () => {
    moving = true;
    clearTimeout(settling);
  });
  network.on("dragging", ({ nodes: held }) => {
    for (const [id, { x, y }] of Object.entries(network.getPositions(held))) {
      places.x[id] = x;
      places.y[id] = y;
    }
    if (held.length) {
      picture.forgetLabels();
      layer.picture = null;
    }
  });
  network.on("dragEnd", ({ nodes: held }) => {
    if (held.length) {
      const [index] = held;
      const at = [Math.round(places.x[index]), Math.round(places.y[index])];
      network.unselectAll();
      moving = false;
      go({ moved: { ...current().moved, [documents[index].id]: at } });
      network.redraw();
    } else {
      moves(keepCamera);
    }
  });
  network.on("zoom", () => {
    const scale = network.getScale();
    if (scale < LEAST || scale > MOST) {
      network.moveTo({ scale: Math.min(MOST, Math.max(LEAST, scale)) });
    }
    moves(keepCamera);
  });
}

export function onClick(handle) {
  network.on("click", ({ pointer }) => handle(pointer.DOM));
}

export function onOpen(handle) {
  network.on("doubleClick", ({ pointer }) => handle(pointer.DOM));
}

function toWorld({ x, y }) {
  const [left, top] = viewBox();
  const scale = network.getScale();
  return [left + x / scale, top + y / scale, GRASP / scale];
}

export function nodeAt(point) {
  const [x, y, grasp] = toWorld(point);
  let best = -1;
  let least = Infinity;
  for (const index of picture.order) {
    const distance = Math.hypot(places.x[index] - x, places.y[index] - y) - picture.sizes[index];
    if (distance < Math.min(grasp, least)) {
      best = index;
      least = distance;
    }
  }
  return best;
}

// The drawn link nearest to a point, as [one, other]; in a spotlight only its links count.
export function linkAt(point) {
  const [x, y, grasp] = toWorld(point);
  const { from, to } = picture.shown.links;
  const links = picture.focus ? picture.focus.links : picture.shown.drawn.map((k) => [from[k], to[k]]);
  let best = null;
  let least = grasp ** 2;
  for (const [one, other] of links) {
    const dx = places.x[other] - places.x[one];
    const dy = places.y[other] - places.y[one];
    const px = x - places.x[one];
    const py = y - places.y[one];
    const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    const distance = (px - along * dx) ** 2 + (py - along * dy) ** 2;
    if (distance < least) {
      best = [one, other];
      least = distance;
    }
  }
  return best;
}

export function hover(index) {
  if (index !== hovered) {
    hovered = index;
    box.classList.toggle("pointing", index >= 0);
    drawOverlay();
  }
}

export function moveTo(x, y, scale, { animate = true, then = keepCamera } = {}) {
  const rect = freeRect();
  const { clientWidth: width, clientHeight: height } = box;
  const position = {
    x: x - ((rect.left + rect.right) / 2 - width / 2) / scale,
    y: y - ((rect.top + rect.bottom) / 2 - height / 2) / scale,
  };
  const smooth = animate && !still.matches;
  network.moveTo({ position, scale, animation: smooth ? { duration: FLIGHT, easingFunction: "easeInOutQuad" } : false });
  if (smooth) {
    moves(then, FLIGHT + 30);
  } else {
    then();
  }
}

// The documents named, or all, as large as the free part of the stage allows; twice, for labels depend on the scale.
export function fit(list, { animate = true, closest = 1.6 } = {}) {
  const rect = freeRect();
  const margin = list ? 0.08 : 0.02;
  const wide = (rect.right - rect.left) * (1 - 2 * margin);
  const high = (rect.bottom - rect.top) * (1 - 2 * margin) - FOOT;
  let bounds = picture.bounds(list);
  if (!bounds || wide < 1 || high < 1) {
    return;
  }
  let scale = 1;
  for (let round = 0; round < 3; round += 1) {
    scale = Math.max(LEAST, Math.min(closest, wide / Math.max(1, bounds.right - bounds.left), high / Math.max(1, bounds.bottom - bounds.top)));
    bounds = picture.extent(list, scale);
  }
  const forget = () => adjust({ camera: null });
  moveTo((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2 + FOOT / 2 / scale, scale, { animate, then: list ? keepCamera : forget });
}

// Where a document stands on the stage, in px.
export function onStage(index) {
  const [left, top] = viewBox();
  const scale = network.getScale();
  return { x: (places.x[index] - left) * scale, y: (places.y[index] - top) * scale };
}

// Brings a document into the free part of the stage, if it is not there already.
export function reveal(index) {
  const rect = freeRect();
  const scale = network.getScale();
  const { x, y } = onStage(index);
  const edge = 60;
  const inside = x > rect.left + edge && x < rect.right - edge && y > rect.top + edge && y < rect.bottom - edge;
  if (!inside || scale < 0.5) {
    moveTo(places.x[index], places.y[index], Math.max(scale, 0.8));
  }
}

export function zoom(factor) {
  const { x, y } = network.getViewPosition();
  const rect = freeRect();
  const scale = network.getScale();
  const shift = [(rect.left + rect.right - box.clientWidth) / 2 / scale, (rect.top + rect.bottom - box.clientHeight) / 2 / scale];
  moveTo(x + shift[0], y + shift[1], Math.min(MOST, Math.max(LEAST, scale * factor)));
}

export function pan(dx, dy) {
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale } });
  moves(keepCamera);
}

export function restoreCamera([x, y, scale]) {
  network.moveTo({ position: { x, y }, scale });
}

// The document next to one in a direction (a unit step each way): among its links first, else among all.
export function nextTo(index, dx, dy) {
  const linked = picture.shown.neighbours[index].map(([other]) => other);
  for (const list of [linked, picture.order]) {
    let best = -1;
    let least = Infinity;
    for (const other of list) {
      const x = places.x[other] - places.x[index];
      const y = places.y[other] - places.y[index];
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy - y * dx);
      if (other !== index && along > across && along + 2 * across < least) {
        best = other;
        least = along + 2 * across;
      }
    }
    if (best >= 0) {
      return best;
    }
  }
  return -1;
}

export function currentPicture() {
  return picture;
}
