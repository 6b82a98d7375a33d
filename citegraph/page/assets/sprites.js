// Draws the documents of a large graph while they glide: copies a small image of each into the pixels of the view.

import { radius as radii } from "./data.js";
import { paintShapes } from "./paint.js";
import { positions } from "./positions.js";

const LARGEST = 10; // px: the largest radius that is copied; larger documents are few, and painted
const STEPS = 2; // images per px of radius
const SIDE = 2 * (LARGEST + 2) + 1; // px of an image, with room for the outline
const RADII = Array.from({ length: LARGEST * STEPS }, (_, at) => (at + 1) / STEPS);
const SOLID = 128; // of 255: a pixel at least so opaque hides what is under it

/** Images of documents, kept from one frame to the next. */
export class Sprites {
  /** @param {import("./theme.js").Palette} palette */
  constructor(palette) {
    this.palette = palette;
    this.images = new Map(); // by color and status: the pixels of an image for each radius
    this.view = null; // the pixels of the view
  }

  /**
   * Paints all documents.
   * @param {CanvasRenderingContext2D} ctx
   * @param {import("./scene.js").Scene} scene
   * @param {number} density px of the canvas per unit of the layout
   * @param {number} left x of the layout at the left edge
   * @param {number} top y of the layout at the upper edge
   */
  paint(ctx, scene, density, left, top) {
    this.clear(ctx.canvas);
    const groups = scene.nodeGroups();
    this.draw(groups, radii.least * density);
    const { x, y } = positions;
    const large = [];
    for (const group of groups) {
      const images = this.images.get(group.color + group.status);
      const painted = [];
      for (const index of group.list) {
        const radius = scene.sizes[index] * density;
        if (radius > LARGEST) {
          painted.push(index);
        } else {
          const image = images[Math.max(0, Math.round(radius * STEPS) - 1)];
          this.copy(image, Math.round((x[index] - left) * density), Math.round((y[index] - top) * density));
        }
      }
      large.push({ ...group, list: painted });
    }
    ctx.putImageData(this.view, 0, 0);
    const scale = density / (devicePixelRatio || 1);
    for (const { list, ...look } of large) {
      paintShapes(ctx, { x, y, sizes: scene.sizes }, this.palette, scale, list, look);
    }
  }

  clear({ width, height }) {
    if (this.view?.width === width && this.view.height === height) {
      this.pixels.fill(0);
    } else {
      this.view = new ImageData(width, height);
      this.pixels = new Uint32Array(this.view.data.buffer);
    }
  }

  /** Draws the images that are missing, all at once: to read a canvas takes long. `least` is the smallest radius. */
  draw(groups, least) {
    const missing = groups.filter(({ color, status }) => !this.images.has(color + status));
    if (!missing.length) {
      return;
    }
    const canvas = new OffscreenCanvas(RADII.length * SIDE, missing.length * SIDE);
    const ctx = canvas.getContext("2d", { willReadFrequently: true });
    for (const [row, { color, status }] of missing.entries()) {
      for (const [column, radius] of RADII.entries()) {
        const circle = { x: [(column + 0.5) * SIDE], y: [(row + 0.5) * SIDE], sizes: [radius] };
        paintShapes(ctx, circle, this.palette, 1, [0], { color, status, least });
      }
    }
    const pixels = new Uint32Array(ctx.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    for (const [row, { color, status }] of missing.entries()) {
      const images = RADII.map((_, column) => cut(pixels, canvas.width, column * SIDE, row * SIDE));
      this.images.set(color + status, images);
    }
  }

  /** Copies an image so that its middle is at a px of the view. */
  copy(image, middle, center) {
    const { width, height } = this.view;
    const left = middle - (SIDE >> 1);
    const top = center - (SIDE >> 1);
    if (left < 0 || top < 0 || left + SIDE > width || top + SIDE > height) {
      return; // at an edge: it comes with the next picture at rest
    }
    for (let row = image.first; row < SIDE - image.first; row += 1) {
      let from = row * SIDE + image.first;
      let to = (top + row) * width + left + image.first;
      const end = from + SIDE - 2 * image.first;
      for (; from < end; from += 1, to += 1) {
        const pixel = image.pixels[from];
        const opacity = pixel >>> 24;
        if (opacity >= SOLID || (opacity && !this.pixels[to])) {
          this.pixels[to] = pixel;
        }
      }
    }
  }
}

/** Cuts an image out of a larger one; `first` is its first row, and column, that is not empty. */
function cut(pixels, width, left, top) {
  const image = new Uint32Array(SIDE * SIDE);
  let first = SIDE >> 1;
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      const pixel = pixels[(top + row) * width + left + column];
      image[row * SIDE + column] = pixel;
      if (pixel) {
        first = Math.min(first, row, column, SIDE - 1 - row, SIDE - 1 - column);
      }
    }
  }
  return { pixels: image, first };
}
