// A painter in, the view of the first picture out: what is asked of vis-network until it has been read.

import { el } from "./dom.js";

export class Still {
  // `onPaint` is called when the picture has been painted.
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

  getScale() {
    return this.scale;
  }

  getViewPosition() {
    return this.position;
  }

  moveTo({ position = this.position, scale = this.scale }) {
    this.position = position;
    this.scale = scale;
    this.redraw();
  }

  // With the next frame, once, whatever was asked for till then.
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
