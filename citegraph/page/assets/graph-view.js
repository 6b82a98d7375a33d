// Holds the canvas of the graph: which part of the layout it shows, and the gestures that move it.

import { el } from "./dom.js";

const SLIP = 4; // px that a pointer may move in a click
const WHEEL = 0.0015; // of the logarithm of the scale per px of a wheel

const eased = (share) => (share < 0.5 ? 2 * share * share : 1 - (2 - 2 * share) ** 2 / 2);

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {object} Handlers
 * @property {(point: Point) => number} nodeAt the document at a point in px of the view, or -1
 * @property {(point: Point) => void} click
 * @property {(index: number, position: Point) => void} drag a document is moved to a point of the layout
 * @property {(index: number) => void} drop
 * @property {() => void} move the view is moved by hand
 * @property {(scale: number) => number} clamp the nearest scale that is allowed
 */

/** A canvas that shows a part of the layout. */
export class GraphView {
  /**
   * @param {HTMLElement} box the element to draw in
   * @param {(ctx: CanvasRenderingContext2D) => void} paint draws the picture, in units of the layout
   * @param {() => void} onPaint called after each drawing
   */
  constructor(box, paint, onPaint) {
    this.box = box;
    this.paint = paint;
    this.onPaint = onPaint;
    this.canvas = el("canvas");
    this.position = { x: 0, y: 0 };
    this.scale = 1;
    this.waiting = 0; // the frame of the next drawing
    this.motion = 0; // the frame of an animated movement
    this.onStep = null; // what moves along with it
    this.pointers = new Map();
    this.press = null; // the pointer that went down: {start, held, moved}
    box.append(this.canvas);
    new ResizeObserver(() => this.isFilled() || this.redraw()).observe(box);
  }

  /** @returns {number} px per unit of the layout */
  getScale() {
    return this.scale;
  }

  /** @returns {Point} the point of the layout in the middle */
  getViewPosition() {
    return this.position;
  }

  /** Ends an animated movement; what moves along with it comes to its end. */
  settle() {
    cancelAnimationFrame(this.motion);
    this.onStep?.(1);
    this.onStep = null;
  }

  /**
   * @param {{position?: Point, scale?: number, duration?: number, onStep?: (done: number) => void}} view `duration` in
   *   ms of an animated movement, `onStep` is called with the share of it that is done
   */
  moveTo({ position = this.position, scale = this.scale, duration = 0, onStep = null }) {
    this.settle();
    this.onStep = onStep;
    if (!duration) {
      this.settle();
      this.position = position;
      this.scale = scale;
      this.redraw();
      return;
    }
    const from = { ...this.position, scale: this.scale };
    onStep?.(0);
    const start = performance.now();
    const step = (now) => {
      const done = eased(Math.max(0, Math.min(1, (now - start) / duration)));
      this.position = { x: from.x + (position.x - from.x) * done, y: from.y + (position.y - from.y) * done };
      this.scale = from.scale + (scale - from.scale) * done;
      if (now - start < duration) {
        this.onStep?.(done);
        this.motion = requestAnimationFrame(step);
      } else {
        this.settle();
      }
      this.redraw();
    };
    this.motion = requestAnimationFrame(step);
  }

  /** Draws once with the next frame, however often it is called until then. */
  redraw() {
    this.waiting ||= requestAnimationFrame(() => this.draw());
  }

  /** @returns {[number, number]} the px of the canvas that fill the box */
  size() {
    const ratio = devicePixelRatio || 1;
    return [Math.round(this.box.clientWidth * ratio), Math.round(this.box.clientHeight * ratio)];
  }

  /** @returns {boolean} whether the canvas fills the box */
  isFilled() {
    const [width, height] = this.size();
    return this.canvas.width === width && this.canvas.height === height;
  }

  /** Draws at once. */
  draw() {
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    const ratio = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.box;
    const ctx = this.canvas.getContext("2d");
    if (this.isFilled()) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    } else {
      [this.canvas.width, this.canvas.height] = this.size();
    }
    const { x, y } = this.position;
    const scale = this.scale * ratio;
    ctx.setTransform(scale, 0, 0, scale, (width / 2) * ratio - x * scale, (height / 2) * ratio - y * scale);
    this.paint(ctx);
    this.onPaint();
  }

  /** @returns {Point} the point of the layout at a point in px of the view */
  toLayout({ x, y }) {
    return {
      x: this.position.x + (x - this.box.clientWidth / 2) / this.scale,
      y: this.position.y + (y - this.box.clientHeight / 2) / this.scale,
    };
  }

  /** Changes the scale so that the point under the pointer stays there. */
  zoomAt(point, scale) {
    const fixed = this.toLayout(point);
    const share = this.scale / scale;
    const position = {
      x: fixed.x + (this.position.x - fixed.x) * share,
      y: fixed.y + (this.position.y - fixed.y) * share,
    };
    this.moveTo({ position, scale });
  }

  /** @param {Handlers} on what gestures do */
  startGestures(on) {
    const point = ({ clientX, clientY }) => {
      const { left, top } = this.box.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    this.box.addEventListener("pointerdown", (event) => this.down(event, point(event), on));
    this.box.addEventListener("pointermove", (event) => this.moved(event, point(event), on));
    for (const end of ["pointerup", "pointercancel"]) {
      this.box.addEventListener(end, (event) => this.up(event, point(event), on));
    }
    this.box.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const px = event.deltaY * (event.deltaMode ? 16 : 1);
        this.zoomAt(point(event), on.clamp(this.scale * Math.exp(-px * WHEEL)));
        on.move();
      },
      { passive: false },
    );
  }

  down(event, at, on) {
    if (event.button !== 0) {
      return;
    }
    this.settle();
    this.box.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, at);
    // With a second finger the view is zoomed: what the first one held is let go.
    this.press = this.pointers.size === 1 ? { start: at, held: on.nodeAt(at), moved: false } : null;
  }

  moved(event, at, on) {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    if (this.pointers.size === 2) {
      const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, there]) => there);
      const reach = (one) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
      const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      this.zoomAt(middle, on.clamp((this.scale * reach(at)) / reach(before)));
      on.move();
    } else if (this.press) {
      this.pull(before, at, on);
    }
    this.pointers.set(event.pointerId, at);
  }

  /** Moves what the pointer holds: a document, or else the view. */
  pull(before, at, on) {
    const { press } = this;
    if (!press.moved && Math.hypot(at.x - press.start.x, at.y - press.start.y) <= SLIP) {
      return;
    }
    const from = press.moved ? before : press.start;
    press.moved = true;
    if (press.held >= 0) {
      on.drag(press.held, this.toLayout(at));
      this.redraw();
      return;
    }
    const { x, y } = this.position;
    this.moveTo({ position: { x: x - (at.x - from.x) / this.scale, y: y - (at.y - from.y) / this.scale } });
    on.move();
  }

  up(event, at, on) {
    if (!this.pointers.delete(event.pointerId) || !this.press) {
      return;
    }
    const { held, moved } = this.press;
    this.press = null;
    if (!moved && event.type === "pointerup") {
      on.click(at);
    } else if (moved && held >= 0) {
      on.drop(held);
    }
  }
}
