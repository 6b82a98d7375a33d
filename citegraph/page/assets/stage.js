// A picture in, a graph to look at and take hold of out: vis-network draws the nodes, batched strokes all the rest.
// It spends about 50 ms on each thousand nodes before it draws one; of a large graph it gets a node only when a hand
// takes it, and the others are drawn in batches too.

/* global vis */
import { limited } from "./camera.js";
import { documents, options } from "./data.js";
import { byId } from "./dom.js";
import { paintFocus, paintHover, paintLabels, paintLinks, paintNodes, paintRelations } from "./paint.js";
import { places } from "./picture.js";
import { nodeAt } from "./reach.js";
import { current, go } from "./state.js";
import { ink } from "./theme.js";
import { moves, stopMoving, view, viewBox } from "./view.js";

const box = byId("graph");
const overlay = byId("overlay");
const HELD = 2500; // nodes that vis-network draws at most
const MARGIN = 0.35; // of the view, drawn beyond its edges for movement to uncover

const isLarge = documents.length > HELD;
const told = new Map(); // what vis-network was last told of each node
const layer = { canvas: document.createElement("canvas"), x: 0, y: 0, width: 0, height: 0, picture: null, shows: "" };
let nodes = null;
let paints = ink();
let hovered = -1;

function look(index) {
  const { colors, sizes, shown } = view.picture;
  return { color: colors[index], size: sizes[index], hidden: !shown.shown[index], status: documents[index].status };
}

// What vis-network is told of a node: no more than it needs, for it copies every property.
function visNode(index, { color, size, hidden, status }) {
  const node = { id: index, size, color: { background: color, border: paints.ground } };
  if (!told.has(index)) {
    node.x = places.x[index];
    node.y = places.y[index];
  }
  if (hidden || told.has(index)) {
    node.hidden = hidden;
  }
  if (status === "learned") {
    node.borderWidth = 1.6;
    node.shapeProperties = { borderDashes: [3, 2] };
    node.color = { background: mix(color, paints.ground), border: color };
  } else if (status === "minted") {
    node.shape = "diamond";
    node.size = size * 1.15;
    node.borderWidth = 1.6;
    node.color = { background: paints.ground, border: color };
  }
  return node;
}

// 45 % of one colour over another, both "#rrggbb".
function mix(one, other) {
  const part = (color, at) => Number.parseInt(color.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) => Math.round(part(one, at) * 0.45 + part(other, at) * 0.55));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

// Links, relations and, of a large graph, the nodes: drawn once a view, and moved as one picture while the view moves.
function drawLayer() {
  const { network, picture } = view;
  const scale = network.getScale();
  const density = scale * (devicePixelRatio || 1);
  const [left, top, right, bottom] = viewBox();
  const { canvas } = layer;
  layer.picture = picture;
  layer.shows = viewBox().join();
  layer.width = (right - left) * (1 + 2 * MARGIN);
  layer.height = (bottom - top) * (1 + 2 * MARGIN);
  layer.x = left - (right - left) * MARGIN;
  layer.y = top - (bottom - top) * MARGIN;
  canvas.width = Math.ceil(layer.width * density);
  canvas.height = Math.ceil(layer.height * density);
  const ctx = canvas.getContext("2d");
  ctx.setTransform(density, 0, 0, density, -layer.x * density, -layer.y * density);
  paintLinks(ctx, picture, paints, scale);
  paintRelations(ctx, picture, paints, scale);
  if (isLarge) {
    paintNodes(ctx, picture, paints, scale, (index) => told.has(index));
  }
}

function beforeDrawing(ctx) {
  if (layer.picture !== view.picture || (!view.moving && layer.shows !== viewBox().join())) {
    drawLayer();
  }
  ctx.drawImage(layer.canvas, layer.x, layer.y, layer.width, layer.height);
}

function afterDrawing(ctx) {
  const { network, picture } = view;
  const scale = network.getScale();
  if (picture.focus) {
    paintFocus(ctx, picture, paints, scale, viewBox());
  }
  paintLabels(ctx, picture.labels(scale, { spotlit: Boolean(picture.focus) }), paints, scale, viewBox());
  drawOverlay();
}

// What the pointer is on, on a canvas of its own, so that the graph need not be drawn again for it.
function drawOverlay() {
  const { network, picture } = view;
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

export function hover(index) {
  if (index !== hovered) {
    hovered = index;
    box.classList.toggle("pointing", index >= 0);
    drawOverlay();
  }
}

export function show(picture) {
  view.picture = picture;
  const updates = [];
  for (const index of isLarge ? [...told.keys()] : documents.keys()) {
    const next = look(index);
    const before = told.get(index);
    if (!before || before.color !== next.color || before.size !== next.size || before.hidden !== next.hidden) {
      updates.push(visNode(index, next));
      told.set(index, next);
    }
  }
  if (!view.network) {
    start(updates);
  } else if (updates.length) {
    nodes.update(updates);
  } else {
    view.network.redraw();
  }
}

// After another theme every node has another rim.
export function repaint() {
  paints = ink();
  for (const before of told.values()) {
    before.color = "";
  }
}

// After nodes were put elsewhere.
export function replace() {
  forgetPlaces();
  nodes.update([...told.keys()].map((index) => ({ id: index, x: places.x[index], y: places.y[index] })));
  view.network.redraw();
}

export function redraw() {
  view.network?.redraw();
}

function forgetPlaces() {
  view.picture.forgetLabels();
  layer.picture = null;
}

function start(rows) {
  nodes = new vis.DataSet(rows);
  view.network = new vis.Network(box, { nodes, edges: [] }, options);
  view.network.on("beforeDrawing", beforeDrawing);
  view.network.on("afterDrawing", afterDrawing);
  view.network.on("dragStart", () => {
    stopMoving();
    view.moving = true;
  });
  view.network.on("dragging", ({ nodes: held }) => drag(held));
  view.network.on("dragEnd", ({ nodes: held }) => drop(held));
  view.network.on("zoom", () => {
    const scale = view.network.getScale();
    if (scale !== limited(scale)) {
      view.network.moveTo({ scale: limited(scale) });
    }
    moves();
  });
  if (isLarge) {
    box.addEventListener("pointerdown", take, { capture: true });
  }
}

function take(event) {
  const { left, top } = box.getBoundingClientRect();
  const index = nodeAt({ x: event.clientX - left, y: event.clientY - top });
  if (index >= 0 && !told.has(index)) {
    nodes.add(visNode(index, look(index)));
    told.set(index, look(index));
  }
}

function drag(held) {
  for (const [index, { x, y }] of Object.entries(view.network.getPositions(held))) {
    places.x[index] = x;
    places.y[index] = y;
    forgetPlaces();
  }
}

function drop([index]) {
  if (index === undefined) {
    moves();
    return;
  }
  view.network.unselectAll();
  stopMoving();
  const at = [Math.round(places.x[index]), Math.round(places.y[index])];
  go({ moved: { ...current().moved, [documents[index].id]: at } });
}
