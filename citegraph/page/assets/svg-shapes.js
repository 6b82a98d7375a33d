// Writes single shapes and words of an SVG drawing.

import { escapeXml } from "./text.js";

/**
 * @param {number} value
 * @returns {string} the number with one decimal at most
 */
export const n = (value) => String(Math.round(value * 10) / 10);

/**
 * @param {number} x
 * @param {number} y
 * @param {number} size height of the letters
 * @param {string} color
 * @param {string} content
 * @param {number} [weight]
 * @returns {string}
 */
export const words = (x, y, size, color, content, weight = 400) =>
  `<text x="${n(x)}" y="${n(y)}" font-size="${size}" font-weight="${weight}" fill="${color}">${escapeXml(content)}</text>`;

/**
 * @param {number} x
 * @param {number} y
 * @param {number} size radius
 * @param {{status: string, color: string, ground: string, title?: string}} look
 * @returns {string} the shape of a document: known filled, learned with a dashed outline, minted as an empty diamond
 */
export function documentShape(x, y, size, { status, color, ground, title = "" }) {
  const inside = title && `<title>${escapeXml(title)}</title>`;
  if (status === "minted") {
    const reach = size * 1.15;
    return `<path d="M${n(x)} ${n(y - reach)}l${n(reach)} ${n(reach)} ${n(-reach)} ${n(reach)} ${n(-reach)} ${n(-reach)}z" fill="${ground}" stroke="${color}">${inside}</path>`;
  }
  const look =
    status === "learned"
      ? `fill="${color}" fill-opacity=".45" stroke="${color}" stroke-dasharray="3 2"`
      : `fill="${color}" stroke="${ground}"`;
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(size)}" ${look}>${inside}</circle>`;
}
