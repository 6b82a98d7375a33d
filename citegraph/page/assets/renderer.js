// Draws the graph on a canvas in batched strokes.

import { clampScale } from "./camera.js";
import { documents } from "./data.js";
import { byId } from "./dom.js";
import { paintFocus, paintGuides, paintHover, paintLabels, paintLinks, paintNodes, paintRelations } from "./paint.js";
import { GraphView } from "./graph-view.js";
import { nodeAt } from "./hit-test.js";
import { place, positions, toLayout } from "./positions.js";
import { Sprites } from "./sprites.js";
import { current, go } from "./state.js";
import { readPalette } from "./theme.js";
import { freeBox, startMoving, stopMoving, view, viewBox } from "./view.js";

const box = byId("graph");
const overlay = byId("overlay");
const MAX_REDRAWN = 3000; // nodes and links that are redrawn with every frame
const MARGIN = 0.35; // of the view, drawn beyond its edges and uncovered by movement
const LAYER_TIME = 300; // ms at rest until the image for the next movement is drawn

const layer = {
  canvas: document.createElement("canvas"),
  x: 0,
  y: 0,
  width: 0,
  height: 0,
  scene: null,
  timer: 0,
  wanted: false,
};
let palette = readPalette();
let sprites = new Sprites(palette);
let hovered = -1;
let isOverlayEmpty = true;

function paintScene(ctx, scale) {
  paintGuides(ctx, view.scene, palette, scale);
  paintLinks(ctx, view.scene, palette, scale);
  paintRelations(ctx, view.scene, palette, scale);
  paintNodes(ctx, view.scene, palette, scale);
}

/** Draws the scene of a large graph, beyond the edges of the view. While the view moves, this image is moved with it. */
function drawLayer() {
  const scale = view.network.getScale();
  const density = scale * (devicePixelRatio || 1);
  const [left, top, right, bottom] = viewBox();
  const { canvas } = layer;
  layer.scene = view.scene;
  layer.width = (right - left) * (1 + 2 * MARGIN);
  layer.height = (bottom - top) * (1 + 2 * MARGIN);
  layer.x = left - (right - left) * MARGIN;
  layer.y = top - (bottom - top) * MARGIN;
  canvas.width = Math.ceil(layer.width * density);
  canvas.height = Math.ceil(layer.height * density);
  const ctx = canvas.getContext("2d");
  ctx.setTransform(density, 0, 0, density, -layer.x * density, -layer.y * density);
  paintScene(ctx, scale);
  if (canvas.width && canvas.height) {
    // Draws now what would else be drawn with the first movement.
    createImageBitmap(canvas, 0, 0, 1, 1).then((image) => image.close());
  }
}

const isLarge = () => view.scene.order.length + view.scene.links.length > MAX_REDRAWN;

/** Draws the scene itself at rest, and some time later the image for the next movement. */
function paintBack(ctx, scale) {
  clearTimeout(layer.timer);
  const isSeen = box.clientWidth && box.clientHeight;
  if (view.moving && isSeen && isLarge()) {
    if (layer.scene !== view.scene) {
      drawLayer();
    }
    ctx.drawImage(layer.canvas, layer.x, layer.y, layer.width, layer.height);
    return;
  }
  layer.scene = null;
  paintScene(ctx, scale);
  if (isSeen) {
    prepareLayer();
  }
}

function prepareLayer() {
  if (layer.wanted && isLarge()) {
    layer.timer = setTimeout(drawLayer, LAYER_TIME);
  }
}

/** Draws the documents on their way, without links. */
function paintGlide(ctx, scale) {
  if (isLarge()) {
    const [left, top] = viewBox();
    sprites.paint(ctx, view.scene, scale * (devicePixelRatio || 1), left, top);
  } else {
    paintNodes(ctx, view.scene, palette, scale);
  }
}

function paintFront(ctx, scale) {
  const { scene } = view;
  if (scene.focus) {
    paintFocus(ctx, scene, palette, scale, viewBox());
  }
  paintLabels(ctx, scene.labels(scale, { spotlit: Boolean(scene.focus) }), palette, scale, freeBox());
}

function paint(ctx) {
  const scale = view.network.getScale();
  if (view.gliding) {
    clearTimeout(layer.timer);
    paintGlide(ctx, scale);
    return;
  }
  paintBack(ctx, scale);
  paintFront(ctx, scale);
  drawOverlay();
}

/** Draws the hovered document on a canvas of its own, so that the graph need not be redrawn. */
function drawOverlay() {
  if (hovered < 0 && isOverlayEmpty) {
    return;
  }
  isOverlayEmpty = hovered < 0;
  const { network, scene } = view;
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
  if (hovered >= 0 && scene.shown.shown[hovered] && scene.arrangement.holds(hovered)) {
    const scale = network.getScale();
    const [left, top] = viewBox();
    ctx.setTransform(scale * ratio, 0, 0, scale * ratio, -left * scale * ratio, -top * scale * ratio);
    paintHover(ctx, scene, palette, scale, hovered);
  }
}

/** @param {number} index of the document under the pointer, or -1 */
export function hover(index) {
  if (index !== hovered) {
    hovered = index;
    box.classList.toggle("pointing", index >= 0);
    drawOverlay();
  }
}

/** @param {import("./scene.js").Scene} scene */
export function showScene(scene) {
  view.scene = scene;
  view.network?.redraw();
}

/** Reads the colors again, after a change of theme. */
export function repaint() {
  palette = readPalette();
  sprites = new Sprites(palette);
}

/**
 * Moves the documents to their places in the picture, in step with a movement of the view.
 * @param {{x: Float64Array, y: Float64Array}} from where they are now
 * @returns {(done: number) => void} to be called with the share of the way, up to 1
 */
export function glideFrom(from) {
  const { x, y } = view.scene.arrangement;
  view.gliding = true;
  hover(-1);
  return (done) => {
    if (done === 1) {
      view.gliding = false;
      view.moving = false; // it is drawn as at rest
      place({ x, y });
      return;
    }
    for (let at = 0; at < x.length; at += 1) {
      positions.x[at] = from.x[at] + (x[at] - from.x[at]) * done;
      positions.y[at] = from.y[at] + (y[at] - from.y[at]) * done;
    }
  };
}

/** Draws the view at once. */
export function drawNow() {
  view.network.draw();
}

/** Redraws the view. */
export function redraw() {
  view.network?.redraw();
}

function clearPositionCaches() {
  view.scene.forgetLabels();
  layer.scene = null;
}

/**
 * Shows the first picture.
 * @param {() => void} onPaint called when the graph has been painted
 */
export function startView(onPaint) {
  view.network = new GraphView(box, paint, onPaint);
}

/**
 * Moves the view, and documents in it, with pointers and the wheel.
 * @param {(point: {x: number, y: number}) => void} click called with the point of a click, in px of the view
 */
export function startMovement(click) {
  layer.wanted = true;
  prepareLayer();
  view.network.startGestures({
    nodeAt: (point) => (current().layout === "map" ? nodeAt(point) : -1), // only on the map documents can be moved
    click,
    drag: (index, { x, y }) => {
      stopMoving();
      positions.x[index] = x;
      positions.y[index] = y;
      clearPositionCaches();
    },
    drop,
    move: () => startMoving(),
    clamp: clampScale,
  });
}

function drop(index) {
  const at = toLayout([positions.x[index], positions.y[index]]).map(Math.round);
  go({ moved: { ...current().moved, [documents[index].id]: at } });
}
