// A picture in, the text of an SVG drawing of it out.

import { documents } from "./data.js";
import { arrow } from "./paint.js";
import { places } from "./ground.js";
import { widthOf } from "./picture.js";
import { escapeXml } from "./text.js";

const WIDE = 1600; // px of the drawing
const MARGIN = 60;

const n = (value) => String(Math.round(value * 10) / 10);

function nodeShape(picture, ink, index) {
  const x = places.x[index];
  const y = places.y[index];
  const size = picture.sizes[index];
  const { status } = documents[index];
  const color = picture.colors[index];
  const title = `<title>${escapeXml(documents[index].title || documents[index].label)}</title>`;
  if (status === "minted") {
    const reach = size * 1.15;
    return `<path d="M${n(x)} ${n(y - reach)}l${n(reach)} ${n(reach)} ${n(-reach)} ${n(reach)} ${n(-reach)} ${n(-reach)}z" fill="${ink.ground}" stroke="${color}">${title}</path>`;
  }
  const look =
    status === "learned"
      ? `fill="${color}" fill-opacity=".45" stroke="${color}" stroke-dasharray="3 2"`
      : `fill="${color}" stroke="${ink.ground}"`;
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(size)}" ${look}>${title}</circle>`;
}

function linkShapes(picture, ink, unit) {
  const { from, to } = picture.shown.links;
  return picture.batches().map(({ color, width, alpha, links }) => {
    const path = links
      .map((k) => `M${n(places.x[from[k]])} ${n(places.y[from[k]])}L${n(places.x[to[k]])} ${n(places.y[to[k]])}`)
      .join("");
    return `<path d="${path}" fill="none" stroke="${color || ink.line}" stroke-opacity="${alpha.toFixed(2)}" stroke-width="${n(width * unit)}"/>`;
  });
}

function relationShapes(picture, ink, unit) {
  return picture.relations.map(([newer, older, kind]) => {
    const [x1, y1, x2, y2, ax, ay, bx, by] = arrow(picture, newer, older, 8 * unit).map(n);
    const dash = kind === "replaces" ? "" : ` stroke-dasharray="${n(3 * unit)}"`;
    return `<g stroke="${ink.text}" fill="${ink.text}" opacity=".4"><path d="M${x1} ${y1}L${x2} ${y2}" stroke-width="${n(1.2 * unit)}"${dash}/><path d="M${x2} ${y2}L${ax} ${ay}L${bx} ${by}z" stroke="none"/></g>`;
  });
}

function focusShapes(picture, ink, unit, frame) {
  const { nodes, links, mains } = picture.focus;
  const lines = links.map(([one, other, weight]) => {
    const color = picture.keys[one] === picture.keys[other] ? picture.colors[one] : ink.line;
    return `<path d="M${n(places.x[one])} ${n(places.y[one])}L${n(places.x[other])} ${n(places.y[other])}" stroke="${color}" stroke-opacity=".6" stroke-width="${n((widthOf(weight) + 0.6) * unit)}"/>`;
  });
  const rims = mains.map(
    (index) =>
      `<circle cx="${n(places.x[index])}" cy="${n(places.y[index])}" r="${n(picture.sizes[index] + 2 * unit)}" fill="none" stroke="${ink.text}" stroke-width="${n(2.5 * unit)}"/>`,
  );
  return [
    `<rect ${frame} fill="${ink.ground}" fill-opacity=".86"/>`,
    ...lines,
    ...nodes.map((index) => nodeShape(picture, ink, index)),
    ...rims,
  ];
}

function labelShapes(picture, ink, scale) {
  const anchors = { left: "start", right: "end", center: "middle" };
  return picture.labels(scale, { spotlit: Boolean(picture.focus) }).map(({ text, x, y, align, font, color }) => {
    const [, weight, size] = /^(\d+) (\d+)px/.exec(font);
    return `<text x="${n(x / scale)}" y="${n((y + Number(size) * 0.35) / scale)}" text-anchor="${anchors[align]}" font-size="${n(Number(size) / scale)}" font-weight="${weight}" fill="${color || ink.text}" stroke="${ink.ground}" stroke-width="${n(3 / scale)}" stroke-linejoin="round" paint-order="stroke">${escapeXml(text)}</text>`;
  });
}

// All that passes the filters, with a title; sizes in px are those of the drawing's own width.
export function drawing(picture, ink, title) {
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
    `<rect ${frame} fill="${ink.ground}"/>`,
    ...linkShapes(picture, ink, unit),
    ...relationShapes(picture, ink, unit),
    ...picture.order.toReversed().map((index) => nodeShape(picture, ink, index)),
    ...(picture.focus ? focusShapes(picture, ink, unit, frame) : []),
    ...labelShapes(picture, ink, scale),
    "</svg>",
  ].join("\n");
}
