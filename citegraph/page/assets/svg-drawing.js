// Writes the graph as an SVG drawing.

import { OPACITY } from "./confidence.js";
import { documents } from "./data.js";
import { t } from "./language.js";
import { guideShapes } from "./guides.js";
import { arrow } from "./paint.js";
import { layoutSummary } from "./layout-summary.js";
import { positions } from "./positions.js";
import { BESIDE, LINE, pictureLegend, shapeLegend } from "./picture-legend.js";
import { documentShape, n, words } from "./svg-shapes.js";
import { escapeXml } from "./text.js";
import { widthOf } from "./link-classes.js";

const WIDE = 1600; // px of the drawing
const MARGIN = 60;

function nodeShape(scene, palette, index) {
  const { status, title, label } = documents[index];
  return documentShape(positions.x[index], positions.y[index], scene.sizes[index], {
    status,
    color: scene.colors[index],
    ground: palette.ground,
    title: title || label,
  });
}

function linkShapes(scene, palette, unit) {
  const { from, to } = scene.shown.links;
  return scene.batches().map(({ color, width, alpha, links }) => {
    const path = links
      .map(
        (k) =>
          `M${n(positions.x[from[k]])} ${n(positions.y[from[k]])}L${n(positions.x[to[k]])} ${n(positions.y[to[k]])}`,
      )
      .join("");
    return `<path d="${path}" fill="none" stroke="${color || palette.line}" stroke-opacity="${alpha.toFixed(2)}" stroke-width="${n(width * unit)}"/>`;
  });
}

function guideLines(scene, palette, unit) {
  const { columns, lanes } = scene.arrangement;
  const shapes = guideShapes(scene.arrangement).map(({ x, y, wide, high, round, filled }) =>
    round
      ? `<ellipse cx="${n(x + wide / 2)}" cy="${n(y + high / 2)}" rx="${n(wide / 2)}" ry="${n(high / 2)}" fill="none" stroke="${palette.rule}" stroke-width="${n(unit)}"/>`
      : `<rect x="${n(x)}" y="${n(y)}" width="${n(wide)}" height="${n(high)}" fill="${filled ? palette.band : "none"}"/>`,
  );
  const lines = columns.slice(1).map(({ left }) => `M${n(left)} 0V${n(lanes.at(-1).bottom)}`);
  return [...shapes, `<path d="${lines.join("")}" stroke="${palette.rule}" stroke-width="${n(unit)}"/>`];
}

function relationShapes(scene, palette, unit) {
  return scene.overviewRelations().map(([newer, older, kind]) => {
    const [x1, y1, cx, cy, x2, y2, ax, ay, bx, by] = arrow(scene, newer, older, 8 * unit).map(n);
    const dash = kind === "replaces" ? "" : ` stroke-dasharray="${n(3 * unit)}"`;
    return `<g stroke="${palette.text}" fill="${palette.text}" opacity=".4"><path d="M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}" fill="none" stroke-width="${n(1.2 * unit)}"${dash}/><path d="M${x2} ${y2}L${ax} ${ay}L${bx} ${by}z" stroke="none"/></g>`;
  });
}

function focusShapes(scene, palette, unit, frame) {
  const { nodes, links, primary } = scene.focus;
  const lines = links.map(([one, other, weight, level]) => {
    const color = scene.keys[one] === scene.keys[other] ? scene.colors[one] : palette.line;
    return `<path d="M${n(positions.x[one])} ${n(positions.y[one])}L${n(positions.x[other])} ${n(positions.y[other])}" stroke="${color}" stroke-opacity="${n(0.6 * OPACITY[level])}" stroke-width="${n((widthOf(weight) + 0.6) * unit)}"/>`;
  });
  const rims = primary.map(
    (index) =>
      `<circle cx="${n(positions.x[index])}" cy="${n(positions.y[index])}" r="${n(scene.sizes[index] + 2 * unit)}" fill="none" stroke="${palette.text}" stroke-width="${n(2.5 * unit)}"/>`,
  );
  return [
    ...(scene.isAllLit() ? [] : [`<rect ${frame} fill="${palette.ground}" fill-opacity=".86"/>`]),
    ...lines,
    ...nodes.map((index) => nodeShape(scene, palette, index)),
    ...rims,
  ];
}

function labelShapes(scene, palette, scale) {
  const anchors = { left: "start", right: "end", center: "middle" };
  return scene.labels(scale, { spotlit: Boolean(scene.focus) }).map(({ text, x, y, align, font, color, line }) => {
    const [, weight, size] = /^(\d+) (\d+)px/.exec(font);
    const [x1, y1, x2, y2] = (line || []).map((value) => n(value / scale));
    const lead = line
      ? `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="${palette.text}" stroke-width="${n(1 / scale)}"/>`
      : "";
    return `${lead}<text x="${n(x / scale)}" y="${n((y + Number(size) * 0.35) / scale)}" text-anchor="${anchors[align]}" font-size="${n(Number(size) / scale)}" font-weight="${weight}" fill="${color || palette.text}" stroke="${palette.ground}" stroke-width="${n(3 / scale)}" stroke-linejoin="round" paint-order="stroke">${escapeXml(text)}</text>`;
  });
}

const TITLE = 30; // px heights of letters
const TEXT = 17;

/** Returns the title, the legend and the source, in px of the drawing: the legend at its place, the rest at the foot. */
function surroundings(scene, palette, title, { legend, foot }) {
  const shapes = shapeLegend(scene, palette, MARGIN, foot, TEXT);
  const last = foot + (shapes ? LINE : 0);
  const { shown, reports } = scene.shown.totals;
  const source = t("picture-source", { documents: shown, reports, date: new Date().toLocaleDateString("vi") });
  return `<g>${words(MARGIN, MARGIN + 6, TITLE, palette.text, title, 700)}${legend}${words(MARGIN, last, TEXT, palette.quiet, layoutSummary(scene.state, scene.arrangement))}${words(MARGIN, last + LINE, TEXT, palette.quiet, source)}</g>${shapes}`;
}

/** Returns where the graph lies in the drawing, with the scale at which it fits; labels count, which keep their size. */
function fitted(scene, room) {
  let bounds = scene.bounds() || { left: 0, top: 0, right: 100, bottom: 100 };
  let scale = 1;
  for (let round = 0; round < 3; round += 1) {
    const wide = Math.max(bounds.right - bounds.left, 200);
    const high = Math.max(bounds.bottom - bounds.top, 50);
    scale = Math.min(room.wide / wide, room.high ? room.high / high : Infinity);
    bounds = scene.extent(undefined, scale) || bounds;
  }
  scale = Math.min(
    room.wide / Math.max(bounds.right - bounds.left, 200),
    room.high ? room.high / Math.max(bounds.bottom - bounds.top, 50) : Infinity,
  );
  return { bounds, scale };
}

/** The height over width of a slide. */
export const SLIDE = 9 / 16;

/**
 * @param {import("./scene.js").Scene} scene
 * @returns {number} the height over width of a sheet of A4, lying or standing as the graph does
 */
export function sheetShape(scene) {
  const { left, top, right, bottom } = scene.bounds() || { left: 0, top: 0, right: 1, bottom: 1 };
  return right - left > bottom - top ? Math.SQRT1_2 : Math.SQRT2;
}

/**
 * Draws everything that passes the filters, with title, legend, date and source. Sizes in px refer to the width of the
 * drawing.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {string} title
 * @param {number} [shape] height over width; by default as the graph needs
 * @returns {string} SVG
 */
export function drawing(scene, palette, title, shape) {
  const head = MARGIN + TITLE;
  const isBeside = shape === SLIDE; // a slide is wide
  const legend = pictureLegend(scene, palette, { wide: WIDE - 2 * MARGIN, isBeside });
  const below = LINE * 4 + (isBeside ? 0 : legend.high) + MARGIN / 2;
  const room = {
    wide: WIDE - 2 * MARGIN - (isBeside ? BESIDE : 0),
    high: shape ? WIDE * shape - head - below - MARGIN / 2 : 0,
  };
  const { bounds, scale } = fitted(scene, room);
  const unit = 1 / Math.max(scale, 0.4);
  const inner = room.high || (bounds.bottom - bounds.top) * scale;
  const height = Math.round(head + inner + MARGIN / 2 + below);
  const foot = head + inner + MARGIN / 2;
  const left = (bounds.left + bounds.right) / 2 - (MARGIN + room.wide / 2) / scale;
  const top = (bounds.top + bounds.bottom) / 2 - (head + inner / 2) / scale;
  const frame = `x="${n(left)}" y="${n(top)}" width="${n(WIDE / scale)}" height="${n(height / scale)}"`;
  const around = surroundings(scene, palette, title, {
    legend: isBeside ? legend.draw(WIDE - MARGIN - BESIDE + 16, head) : legend.draw(MARGIN, foot),
    foot: foot + LINE + (isBeside ? 0 : legend.high),
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDE}" height="${height}" viewBox="${n(left)} ${n(top)} ${n(WIDE / scale)} ${n(height / scale)}" font-family="system-ui, Segoe UI, Noto Sans, Arial, sans-serif">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect ${frame} fill="${palette.ground}"/>`,
    ...guideLines(scene, palette, unit),
    ...linkShapes(scene, palette, unit),
    ...relationShapes(scene, palette, unit),
    ...scene.order.toReversed().map((index) => nodeShape(scene, palette, index)),
    ...(scene.focus ? focusShapes(scene, palette, unit, frame) : []),
    ...labelShapes(scene, palette, scale),
    `<g transform="translate(${n(left)} ${n(top)}) scale(${(1 / scale).toPrecision(6)})">${around}</g>`,
    "</svg>",
  ].join("\n");
}
