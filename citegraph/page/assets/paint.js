// Paints the graph on a canvas in the units of the layout, with `scale` px per unit.

import { OPACITY } from "./confidence.js";
import { documents, radius } from "./data.js";
import { guideShapes } from "./guides.js";
import { positions } from "./positions.js";
import { widthOf } from "./link-classes.js";

const THIN = 0.4; // below this scale, lines keep their width on the screen so that they stay visible

const TURN = 2 * Math.PI;

function strokeWidth(width, scale) {
  return width / Math.max(scale, THIN);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 */
export function paintLinks(ctx, scene, palette, scale) {
  const { from, to } = scene.shown.links;
  for (const { color, width, alpha, links } of scene.batches()) {
    ctx.beginPath();
    for (const k of links) {
      ctx.moveTo(positions.x[from[k]], positions.y[from[k]]);
      ctx.lineTo(positions.x[to[k]], positions.y[to[k]]);
    }
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = color || palette.line;
    ctx.lineWidth = strokeWidth(width, scale);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/**
 * Paints the lanes of the layout by time, or the rings around one document.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 */
export function paintGuides(ctx, scene, palette, scale) {
  ctx.fillStyle = palette.band;
  ctx.strokeStyle = palette.rule;
  ctx.lineWidth = 1.4 / scale;
  for (const { x, y, wide, high, round, filled } of guideShapes(scene.arrangement)) {
    ctx.beginPath();
    if (round) {
      ctx.ellipse(x + wide / 2, y + high / 2, wide / 2, high / 2, 0, 0, TURN);
      ctx.stroke();
    } else if (filled) {
      ctx.fillRect(x, y, wide, high);
    }
  }
  for (const { left } of scene.arrangement.columns.slice(1)) {
    ctx.beginPath();
    ctx.moveTo(left, 0);
    ctx.lineTo(left, scene.arrangement.lanes.at(-1).bottom);
    ctx.stroke();
  }
}

const BEND = 0.18; // of the length of a relation, by which its middle leaves the straight line

/**
 * Returns a relation as a curve that parts from the straight links, and its arrow head.
 * @param {import("./scene.js").Scene} scene
 * @param {number} newer document
 * @param {number} older document
 * @param {number} head length of the arrow head
 * @returns {number[]} [x1, y1, cx, cy, x2, y2] from circle to circle over a control point, then two corners of the head
 */
export function arrow(scene, newer, older, head) {
  const dx = positions.x[older] - positions.x[newer];
  const dy = positions.y[older] - positions.y[newer];
  const cx = positions.x[newer] + dx / 2 - dy * BEND;
  const cy = positions.y[newer] + dy / 2 + dx * BEND;
  const leave = (at, reach) => {
    const length = Math.hypot(cx - positions.x[at], cy - positions.y[at]) || 1;
    const ux = (cx - positions.x[at]) / length;
    const uy = (cy - positions.y[at]) / length;
    return [positions.x[at] + ux * reach, positions.y[at] + uy * reach, -ux, -uy];
  };
  const [x1, y1] = leave(newer, scene.sizes[newer]);
  const [x2, y2, ux, uy] = leave(older, scene.sizes[older] + 1);
  return [
    x1,
    y1,
    cx,
    cy,
    x2,
    y2,
    x2 - ux * head - uy * head * 0.45,
    y2 - uy * head + ux * head * 0.45,
    x2 - ux * head + uy * head * 0.45,
    y2 - uy * head - ux * head * 0.45,
  ];
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 * @param {Set<number> | null} [only] documents, both of which a relation must join
 */
export function paintRelations(ctx, scene, palette, scale, only = null) {
  const head = 8 / Math.max(scale, THIN);
  ctx.lineWidth = strokeWidth(only ? 1.4 : 1, scale);
  ctx.strokeStyle = palette.text;
  ctx.fillStyle = palette.text;
  ctx.globalAlpha = only ? 0.9 : 0.4;
  for (const [newer, older, kind] of only ? scene.relations : scene.overviewRelations()) {
    if (only && !(only.has(newer) && only.has(older))) {
      continue;
    }
    const [x1, y1, cx, cy, x2, y2, ax, ay, bx, by] = arrow(scene, newer, older, head);
    ctx.setLineDash(kind === "replaces" ? [] : [3 / scale, 3 / scale]);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.quadraticCurveTo(cx, cy, x2, y2);
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

/** Paints the line that leads from a circle to its label. */
function paintLine(ctx, [x1, y1, x2, y2], palette) {
  const { strokeStyle, lineWidth } = ctx;
  ctx.strokeStyle = palette.text;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
  ctx.strokeStyle = strokeStyle;
  ctx.lineWidth = lineWidth;
}

/** Returns where a name is drawn that keeps to its side of the view, after painting the ground under it. */
function kept(ctx, { x, y, box, stuck }, [left, top], palette) {
  const [dx, dy] = stuck === "top" ? [0, Math.max(0, top + 4 - box[1])] : [Math.max(0, left + 6 - box[0]), 0];
  if (dx || dy) {
    ctx.fillStyle = palette.ground;
    ctx.fillRect(box[0] + dx - 4, box[1] + dy - 2, box[2] - box[0] + 8, box[3] - box[1] + 4);
  }
  return [x + dx, y + dy];
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./labels.js").Label[]} labels
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 * @param {number[]} view left, top, right, bottom of its part that no panel covers
 */
export function paintLabels(ctx, labels, palette, scale, view) {
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = palette.ground;
  const reach = 320; // px: no label is longer
  const [left, top, right, bottom] = view.map((value) => value * scale);
  for (const one of labels) {
    const { text, align, font, color, line } = one;
    if (one.isWhole && (one.box[0] < left || one.box[2] > right)) {
      continue; // half a year says nothing
    }
    const [x, y] = one.stuck ? kept(ctx, one, [left, top], palette) : [one.x, one.y];
    if (x < left - reach || x > right + reach || y < top - 20 || y > bottom + 20) {
      continue;
    }
    if (line) {
      paintLine(ctx, line, palette);
    }
    ctx.font = font;
    ctx.textAlign = align;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = color || palette.text;
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

function shapes(ctx, { x, y, sizes }, list, status, wider = 0) {
  ctx.beginPath();
  for (const index of list) {
    outline(ctx, x[index], y[index], sizes[index] + wider, status);
  }
}

/**
 * Paints documents by status: known filled, learned with a dashed outline, minted as an empty diamond.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} ctx
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, sizes: ArrayLike<number>}} circles middles and radii
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 * @param {number[]} list indices of circles
 * @param {{color: string, status: string, rim?: string | null, least?: number}} look `least` is the smallest radius
 */
export function paintShapes(ctx, circles, palette, scale, list, { color, status, rim = null, least = radius.least }) {
  if (status === "known" && !rim) {
    // The outline is a larger circle underneath: filling costs half as much as stroking.
    const half = Math.min(0.7 / scale, 0.3 * least);
    shapes(ctx, circles, list, status, half);
    ctx.fillStyle = palette.ground;
    ctx.fill();
    shapes(ctx, circles, list, status, -half);
    ctx.fillStyle = color;
    ctx.fill();
    return;
  }
  shapes(ctx, circles, list, status);
  ctx.fillStyle = status === "known" ? color : palette.ground;
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

const circlesOf = ({ sizes }) => ({ x: positions.x, y: positions.y, sizes });

function paintNode(ctx, scene, palette, scale, index, rim) {
  paintShapes(ctx, circlesOf(scene), palette, scale, [index], {
    color: scene.colors[index],
    status: documents[index].status,
    rim,
  });
}

/**
 * Paints all documents, with one shape per color and status.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 */
export function paintNodes(ctx, scene, palette, scale) {
  for (const { list, ...look } of scene.nodeGroups()) {
    paintShapes(ctx, circlesOf(scene), palette, scale, list, look);
  }
}

/**
 * Paints what is highlighted over a translucent layer that dims everything else.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 * @param {number[]} view left, top, right, bottom
 */
export function paintFocus(ctx, scene, palette, scale, view) {
  const { nodes, primary, links } = scene.focus;
  if (!scene.isAllLit()) {
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = palette.ground;
    ctx.fillRect(view[0], view[1], view[2] - view[0], view[3] - view[1]);
  }
  for (const [one, other, weight, level] of links) {
    ctx.globalAlpha = 0.6 * OPACITY[level];
    ctx.beginPath();
    ctx.moveTo(positions.x[one], positions.y[one]);
    ctx.lineTo(positions.x[other], positions.y[other]);
    ctx.lineWidth = strokeWidth(widthOf(weight) + 0.6, scale);
    ctx.strokeStyle = scene.keys[one] === scene.keys[other] ? scene.colors[one] : palette.line;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  paintRelations(ctx, scene, palette, scale, new Set(nodes));
  const important = new Set(primary);
  for (const index of [...nodes].reverse()) {
    paintNode(ctx, scene, palette, scale, index, important.has(index) ? palette.text : null);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {number} scale
 * @param {number} index of the hovered document
 */
export function paintHover(ctx, scene, palette, scale, index) {
  const linked = scene.shown.neighbors[index].filter(
    ([other, weight]) => weight >= scene.state.leastWeight && scene.arrangement.holds(other),
  );
  ctx.strokeStyle = palette.accent;
  for (const [other, weight, k] of linked) {
    ctx.globalAlpha = 0.75 * OPACITY[scene.shown.links.level[k]];
    ctx.beginPath();
    ctx.moveTo(positions.x[index], positions.y[index]);
    ctx.lineTo(positions.x[other], positions.y[other]);
    ctx.lineWidth = strokeWidth(Math.max(1, widthOf(weight) * 0.7), scale);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  for (const [other] of linked) {
    paintNode(ctx, scene, palette, scale, other, null); // a link ends at the rim
  }
  paintNode(ctx, scene, palette, scale, index, palette.accent);
}
