// Writes the graph as an SVG drawing.

import { documents } from "./data.js";
import { arrow } from "./paint.js";
import { positions } from "./positions.js";
import { widthOf } from "./picture.js";
import { escapeXml } from "./text.js";

const WIDE = 1600; // px of the drawing
const MARGIN = 60;

const n = (value) => String(Math.round(value * 10) / 10);

function nodeShape(picture, palette, index) {
  const x = positions.x[index];
  const y = positions.y[index];
  const size = picture.sizes[index];
  const { status } = documents[index];
  const color = picture.colors[index];
  const title = `<title>${escapeXml(documents[index].title || documents[index].label)}</title>`;
  if (status === "minted") {
    const reach = size * 1.15;
    return `<path d="M${n(x)} ${n(y - reach)}l${n(reach)} ${n(reach)} ${n(-reach)} ${n(reach)} ${n(-reach)} ${n(-reach)}z" fill="${palette.ground}" stroke="${color}">${title}</path>`;
  }
  const look =
    status === "learned"
      ? `fill="${color}" fill-opacity=".45" stroke="${color}" stroke-dasharray="3 2"`
      : `fill="${color}" stroke="${palette.ground}"`;
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(size)}" ${look}>${title}</circle>`;
}

function linkShapes(picture, palette, unit) {
  const { from, to } = picture.shown.links;
  return picture.batches().map(({ color, width, alpha, links }) => {
    const path = links
      .map(
        (k) =>
          `M${n(positions.x[from[k]])} ${n(positions.y[from[k]])}L${n(positions.x[to[k]])} ${n(positions.y[to[k]])}`,
      )
      .join("");
    return `<path d="${path}" fill="none" stroke="${color || palette.line}" stroke-opacity="${alpha.toFixed(2)}" stroke-width="${n(width * unit)}"/>`;
  });
}

function relationShapes(picture, palette, unit) {
  return picture.overviewRelations().map(([newer, older, kind]) => {
    const [x1, y1, cx, cy, x2, y2, ax, ay, bx, by] = arrow(picture, newer, older, 8 * unit).map(n);
    const dash = kind === "replaces" ? "" : ` stroke-dasharray="${n(3 * unit)}"`;
    return `<g stroke="${palette.text}" fill="${palette.text}" opacity=".4"><path d="M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}" fill="none" stroke-width="${n(1.2 * unit)}"${dash}/><path d="M${x2} ${y2}L${ax} ${ay}L${bx} ${by}z" stroke="none"/></g>`;
  });
}

function focusShapes(picture, palette, unit, frame) {
  const { nodes, links, primary } = picture.focus;
  const lines = links.map(([one, other, weight]) => {
    const color = picture.keys[one] === picture.keys[other] ? picture.colors[one] : palette.line;
    return `<path d="M${n(positions.x[one])} ${n(positions.y[one])}L${n(positions.x[other])} ${n(positions.y[other])}" stroke="${color}" stroke-opacity=".6" stroke-width="${n((widthOf(weight) + 0.6) * unit)}"/>`;
  });
  const rims = primary.map(
    (index) =>
      `<circle cx="${n(positions.x[index])}" cy="${n(positions.y[index])}" r="${n(picture.sizes[index] + 2 * unit)}" fill="none" stroke="${palette.text}" stroke-width="${n(2.5 * unit)}"/>`,
  );
  return [
    `<rect ${frame} fill="${palette.ground}" fill-opacity=".86"/>`,
    ...lines,
    ...nodes.map((index) => nodeShape(picture, palette, index)),
    ...rims,
  ];
}

function labelShapes(picture, palette, scale) {
  const anchors = { left: "start", right: "end", center: "middle" };
  return picture.labels(scale, { spotlit: Boolean(picture.focus) }).map(({ text, x, y, align, font, color, line }) => {
    const [, weight, size] = /^(\d+) (\d+)px/.exec(font);
    const [x1, y1, x2, y2] = (line || []).map((value) => n(value / scale));
    const lead = line
      ? `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="${palette.text}" stroke-width="${n(1 / scale)}"/>`
      : "";
    return `${lead}<text x="${n(x / scale)}" y="${n((y + Number(size) * 0.35) / scale)}" text-anchor="${anchors[align]}" font-size="${n(Number(size) / scale)}" font-weight="${weight}" fill="${color || palette.text}" stroke="${palette.ground}" stroke-width="${n(3 / scale)}" stroke-linejoin="round" paint-order="stroke">${escapeXml(text)}</text>`;
  });
}

/**
 * Draws everything that passes the filters, with a title. Sizes in px refer to the width of the drawing.
 * @param {import("./picture.js").Picture} picture
 * @param {import("./theme.js").Palette} palette
 * @param {string} title
 * @returns {string} SVG
 */
export function drawing(picture, palette, title) {
  const bounds = picture.bounds() || { left: 0, top: 0, right: 100, bottom: 100 };
  const span = Math.max(bounds.right - bounds.left, 200);
  const scale = (WIDE - 2 * MARGIN) / span;
  const unit = 1 / Math.max(scale, 0.4);
  const edge = MARGIN / scale;
  const left = (bounds.left + bounds.right) / 2 - span / 2 - edge;
  const top = bounds.top - edge;
  const wide = span + 2 * edge;
  const high = bounds.bottom - bounds.top + 2 * edge;
  const frame = `x="${n(left)}" y="${n(top)}" width="${n(wide)}" height="${n(high)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDE}" height="${Math.round(high * scale)}" viewBox="${n(left)} ${n(top)} ${n(wide)} ${n(high)}" font-family="system-ui, Segoe UI, Noto Sans, Arial, sans-serif">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect ${frame} fill="${palette.ground}"/>`,
    ...linkShapes(picture, palette, unit),
    ...relationShapes(picture, palette, unit),
    ...picture.order.toReversed().map((index) => nodeShape(picture, palette, index)),
    ...(picture.focus ? focusShapes(picture, palette, unit, frame) : []),
    ...labelShapes(picture, palette, scale),
    "</svg>",
  ].join("\n");
}
