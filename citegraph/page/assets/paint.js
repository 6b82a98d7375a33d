// A picture in, strokes on a canvas out. The canvas is in the units of the layout, `scale` px each.

import { documents, radius } from "./data.js";
import { places } from "./ground.js";
import { widthOf } from "./picture.js";

const THIN = 0.4; // below this scale lines would vanish: they keep their width on the screen

const TURN = 2 * Math.PI;

function strokeWidth(width, scale) {
  return width / Math.max(scale, THIN);
}

export function paintLinks(ctx, picture, ink, scale) {
  const { from, to } = picture.shown.links;
  for (const { color, width, alpha, links } of picture.batches()) {
    ctx.beginPath();
    for (const k of links) {
      ctx.moveTo(places.x[from[k]], places.y[from[k]]);
      ctx.lineTo(places.x[to[k]], places.y[to[k]]);
    }
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = color || ink.line;
    ctx.lineWidth = strokeWidth(width, scale);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

// The shaft and head of an arrow from circle to circle: [x1, y1, x2, y2, then two corners of the head].
export function arrow(picture, newer, older, head) {
  const dx = places.x[older] - places.x[newer];
  const dy = places.y[older] - places.y[newer];
  const length = Math.hypot(dx, dy) || 1;
  const ux = dx / length;
  const uy = dy / length;
  const x1 = places.x[newer] + ux * picture.sizes[newer];
  const y1 = places.y[newer] + uy * picture.sizes[newer];
  const x2 = places.x[older] - ux * (picture.sizes[older] + 1);
  const y2 = places.y[older] - uy * (picture.sizes[older] + 1);
  return [
    x1,
    y1,
    x2,
    y2,
    x2 - ux * head - uy * head * 0.45,
    y2 - uy * head + ux * head * 0.45,
    x2 - ux * head + uy * head * 0.45,
    y2 - uy * head - ux * head * 0.45,
  ];
}

export function paintRelations(ctx, picture, ink, scale, only = null) {
  const head = 8 / Math.max(scale, THIN);
  ctx.lineWidth = strokeWidth(only ? 1.4 : 1, scale);
  ctx.strokeStyle = ink.text;
  ctx.fillStyle = ink.text;
  ctx.globalAlpha = only ? 0.9 : 0.4;
  for (const [newer, older, kind] of picture.relations) {
    if (only && !(only.has(newer) && only.has(older))) {
      continue;
    }
    const [x1, y1, x2, y2, ax, ay, bx, by] = arrow(picture, newer, older, head);
    ctx.setLineDash(kind === "replaces" ? [] : [3 / scale, 3 / scale]);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x2, y2);
    ctx.lineTo(ax, ay);
    ctx.lineTo(bx, by);
    ctx.fill();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

export function paintLabels(ctx, labels, ink, scale, view) {
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = ink.ground;
  const reach = 320; // px: no label is longer
  const [left, top, right, bottom] = view.map((value) => value * scale);
  for (const { text, x, y, align, font, color } of labels) {
    if (x < left - reach || x > right + reach || y < top - 20 || y > bottom + 20) {
      continue;
    }
    ctx.font = font;
    ctx.textAlign = align;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = color || ink.text;
    ctx.fillText(text, x, y);
  }
  ctx.restore();
}

function outline(ctx, x, y, size, status) {
  if (status === "minted") {
    const reach = size * 1.15;
    ctx.moveTo(x, y - reach);
    ctx.lineTo(x + reach, y);
    ctx.lineTo(x, y + reach);
    ctx.lineTo(x - reach, y);
    ctx.closePath();
  } else {
    ctx.moveTo(x + size, y);
    ctx.arc(x, y, size, 0, TURN);
  }
}

function shapes(ctx, picture, list, status, wider = 0) {
  ctx.beginPath();
  for (const index of list) {
    outline(ctx, places.x[index], places.y[index], picture.sizes[index] + wider, status);
  }
}

// Shapes as the standing of a document asks: known full, learned with a broken rim, minted a hollow lozenge.
function paintShapes(ctx, picture, ink, scale, list, { color, status, rim = null }) {
  if (status === "known" && !rim) {
    // A rim of the ground, as a larger circle below: a fill costs half of a stroke.
    const half = Math.min(0.7 / scale, 0.3 * radius.least);
    shapes(ctx, picture, list, status, half);
    ctx.fillStyle = ink.ground;
    ctx.fill();
    shapes(ctx, picture, list, status, -half);
    ctx.fillStyle = color;
    ctx.fill();
    return;
  }
  shapes(ctx, picture, list, status);
  ctx.fillStyle = status === "known" ? color : ink.ground;
  ctx.fill();
  if (status === "learned") {
    ctx.globalAlpha = 0.45;
    ctx.fillStyle = color;
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  ctx.lineWidth = (rim ? 3 : 1.4) / scale;
  ctx.strokeStyle = rim || color;
  ctx.setLineDash(status === "learned" && !rim ? [3 / scale, 2 / scale] : []);
  ctx.stroke();
  ctx.setLineDash([]);
}

function paintNode(ctx, picture, ink, scale, index, rim) {
  paintShapes(ctx, picture, ink, scale, [index], {
    color: picture.colors[index],
    status: documents[index].status,
    rim,
  });
}

// All nodes in a few strokes: one a colour and standing.
export function paintNodes(ctx, picture, ink, scale) {
  const groups = new Map();
  for (const index of picture.order) {
    const color = picture.colors[index];
    const { status } = documents[index];
    const key = color + status;
    if (!groups.has(key)) {
      groups.set(key, { color, status, list: [] });
    }
    groups.get(key).list.push(index);
  }
  for (const { list, ...look } of groups.values()) {
    paintShapes(ctx, picture, ink, scale, list, look);
  }
}

// Everything else stands back behind a veil, so that no node has to be changed for it.
export function paintFocus(ctx, picture, ink, scale, view) {
  const { nodes, mains, links } = picture.focus;
  ctx.globalAlpha = 0.86;
  ctx.fillStyle = ink.ground;
  ctx.fillRect(view[0], view[1], view[2] - view[0], view[3] - view[1]);
  ctx.globalAlpha = 0.6;
  for (const [one, other, weight] of links) {
    ctx.beginPath();
    ctx.moveTo(places.x[one], places.y[one]);
    ctx.lineTo(places.x[other], places.y[other]);
    ctx.lineWidth = strokeWidth(widthOf(weight) + 0.6, scale);
    ctx.strokeStyle = picture.keys[one] === picture.keys[other] ? picture.colors[one] : ink.line;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  paintRelations(ctx, picture, ink, scale, new Set(nodes));
  const important = new Set(mains);
  for (const index of [...nodes].reverse()) {
    paintNode(ctx, picture, ink, scale, index, important.has(index) ? ink.text : null);
  }
}

export function paintHover(ctx, picture, ink, scale, index) {
  ctx.globalAlpha = 0.75;
  ctx.strokeStyle = ink.accent;
  for (const [other, weight] of picture.shown.neighbours[index]) {
    if (weight >= picture.state.leastWeight) {
      ctx.beginPath();
      ctx.moveTo(places.x[index], places.y[index]);
      ctx.lineTo(places.x[other], places.y[other]);
      ctx.lineWidth = strokeWidth(Math.max(1, widthOf(weight) * 0.7), scale);
      ctx.stroke();
    }
  }
  ctx.globalAlpha = 1;
  paintNode(ctx, picture, ink, scale, index, ink.accent);
}
