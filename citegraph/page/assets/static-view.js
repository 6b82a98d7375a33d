// Draws the first picture. Has the methods of vis-network that are called before vis-network is loaded.

import { el } from "./dom.js";

/** A view that does not react to gestures. */
export class StaticView {
  /**
   * @param {HTMLElement} box the element to draw in
   * @param {(ctx: CanvasRenderingContext2D) => void} paint draws the picture
   * @param {() => void} onPaint called after each drawing
   */
  constructor(box, paint, onPaint) {
    this.box = box;
    this.paint = paint;
    this.onPaint = onPaint;
    this.canvas = el("canvas");
    this.position = { x: 0, y: 0 };
    this.scale = 1;
    this.waiting = false;
    box.append(this.canvas);
  }

  /** @returns {number} */
  getScale() {
    return this.scale;
  }

  /** @returns {{x: number, y: number}} */
  getViewPosition() {
    return this.position;
  }

  /** @param {{position?: {x: number, y: number}, scale?: number}} view */
  moveTo({ position = this.position, scale = this.scale }) {
    this.position = position;
    this.scale = scale;
    this.redraw();
  }

  /** Draws once with the next frame, however often it is called until then. */
  redraw() {
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  draw() {
    this.waiting = false;
    const ratio = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.box;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const ctx = this.canvas.getContext("2d");
    const { x, y } = this.position;
    const scale = this.scale * ratio;
    ctx.setTransform(scale, 0, 0, scale, (width / 2) * ratio - x * scale, (height / 2) * ratio - y * scale);
    this.paint(ctx);
    this.onPaint();
  }
}
