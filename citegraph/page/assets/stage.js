// A picture in, a graph to look at and take hold of out. Everything is drawn here, in batched strokes; vis-network
// turns gestures into views and holds the node in hand, unseen.

/* global vis */
import { limited } from "./camera.js";
import { documents, options } from "./data.js";
import { byId, el } from "./dom.js";
import { paintFocus, paintHover, paintLabels, paintLinks, paintNodes, paintRelations } from "./paint.js";
import { places, turned } from "./ground.js";
import { nodeAt } from "./reach.js";
import { current, go } from "./state.js";
import { Still } from "./still.js";
import { ink } from "./theme.js";
import { moves, stopMoving, view, viewBox } from "./view.js";

const box = byId("graph");
const overlay = byId("overlay");
const LIGHT = 3000; // nodes and links that are drawn anew with every frame
const MARGIN = 0.35; // of the view, drawn beyond its edges for movement to uncover

const layer = { canvas: document.createElement("canvas"), x: 0, y: 0, width: 0, height: 0, picture: null, shows: "" };
let nodes = null;
let paints = ink();
let hovered = -1;

function paintScene(ctx, scale) {
  paintLinks(ctx, view.picture, paints, scale);
  paintRelations(ctx, view.picture, paints, scale);
  paintNodes(ctx, view.picture, paints, scale);
}

// The scene of a large graph: drawn once a view, and moved as one picture while the view moves.
function drawLayer(scale) {
  const density = scale * (devicePixelRatio || 1);
  const [left, top, right, bottom] = viewBox();
  const { canvas } = layer;
  layer.picture = view.picture;
  layer.shows = viewBox().join();
  layer.width = (right - left) * (1 + 2 * MARGIN);
  layer.height = (bottom - top) * (1 + 2 * MARGIN);
  layer.x = left - (right - left) * MARGIN;
  layer.y = top - (bottom - top) * MARGIN;
  canvas.width = Math.ceil(layer.width * density);
  canvas.height = Math.ceil(layer.height * density);
  const ctx = canvas.getContext("2d");
  ctx.setTransform(density, 0, 0, density, -layer.x * density, -layer.y * density);
  paintScene(ctx, scale);
}

function paintFront(ctx, scale) {
  const { picture } = view;
  if (picture.focus) {
    paintFocus(ctx, picture, paints, scale, viewBox());
  }
  paintLabels(ctx, picture.labels(scale, { spotlit: Boolean(picture.focus) }), paints, scale, viewBox());
}

function paintFirst(ctx) {
  const scale = view.network.getScale();
  paintScene(ctx, scale);
  paintFront(ctx, scale);
}

function paint(ctx) {
  const scale = view.network.getScale();
  const { order, shown } = view.picture;
  if (order.length + shown.drawn.length <= LIGHT) {
    paintScene(ctx, scale);
  } else {
    if (layer.picture !== view.picture || (!view.moving && layer.shows !== viewBox().join())) {
      drawLayer(scale);
    }
    ctx.drawImage(layer.canvas, layer.x, layer.y, layer.width, layer.height);
  }
  paintFront(ctx, scale);
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
  view.network?.redraw();
}

// After another theme.
export function repaint() {
  paints = ink();
}

// After nodes were put elsewhere.
export function replace() {
  forgetPlaces();
  nodes?.clear();
  view.network.redraw();
}

export function redraw() {
  view.network?.redraw();
}

function forgetPlaces() {
  view.picture.forgetLabels();
  layer.picture = null;
}

// The first picture; `onPaint` is called when it has been painted.
export function startStill(onPaint) {
  view.network = new Still(box, paintFirst, onPaint);
}

// The library travels as text: reading it takes longer than drawing, and no one moves the view before there is one.
export function startNetwork() {
  document.head.append(el("script", {}, byId("vis").textContent));
  const before = { position: view.network.getViewPosition(), scale: view.network.getScale() };
  nodes = new vis.DataSet();
  const network = new vis.Network(box, { nodes, edges: [] }, options);
  view.network = network;
  network.moveTo(before);
  network.on("afterDrawing", paint);
  network.on("dragStart", () => {
    stopMoving();
    view.moving = true;
  });
  network.on("dragging", ({ nodes: held }) => drag(held));
  network.on("dragEnd", ({ nodes: held }) => drop(held));
  network.on("zoom", () => {
    const scale = network.getScale();
    if (scale !== limited(scale)) {
      network.moveTo({ scale: limited(scale) });
    }
    moves();
  });
  box.addEventListener("pointerdown", take, { capture: true });
  network.redraw();
}

// Told of a node only when a hand takes it: vis-network spends 50 ms on each thousand before it shows one.
function take(event) {
  const { left, top } = box.getBoundingClientRect();
  const index = nodeAt({ x: event.clientX - left, y: event.clientY - top });
  nodes.clear();
  if (index >= 0) {
    nodes.add({ id: index, x: places.x[index], y: places.y[index], size: view.picture.sizes[index] });
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
  const at = turned([Math.round(places.x[index]), Math.round(places.y[index])]);
  go({ moved: { ...current().moved, [documents[index].id]: at } });
}
