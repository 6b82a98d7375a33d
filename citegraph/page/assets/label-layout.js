// Places labels so that they do not overlap.

/**
 * @typedef {[number, number, number, number]} Box left, top, right, bottom in px
 * @typedef {{align: CanvasTextAlign, x: number, y: number, box: Box}} Placement where a label may be drawn
 */

const CELL = 96; // px of a cell

/** Rectangles by the cells of a grid that they touch, to find overlaps quickly. */
export class SpatialGrid {
  constructor() {
    this.cells = new Map();
  }

  /**
   * @param {Box} box
   * @returns {Generator<number>} keys of the cells that the box touches
   */
  *cellsOf([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) {
        yield x * 65_536 + y;
      }
    }
  }

  /**
   * @param {Box} box
   * @returns {boolean} whether it overlaps no added box
   */
  isFree(box) {
    for (const cell of this.cellsOf(box)) {
      for (const other of this.cells.get(cell) || []) {
        if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) {
          return false;
        }
      }
    }
    return true;
  }

  /** @param {Box} box */
  add(box) {
    for (const cell of this.cellsOf(box)) {
      const boxes = this.cells.get(cell);
      if (boxes) {
        boxes.push(box);
      } else {
        this.cells.set(cell, [box]);
      }
    }
  }
}

/**
 * Returns the possible placements of the label of a circle: right, left, below, above.
 * @param {number} x of the center
 * @param {number} y of the center
 * @param {number} radius
 * @param {number} width of the label
 * @param {number} height of the label
 * @returns {Placement[]}
 */
export function boxesAround(x, y, radius, width, height) {
  const gap = 3;
  const half = height / 2;
  return [
    { align: "left", x: x + radius + gap, y, box: [x + radius + gap, y - half, x + radius + gap + width, y + half] },
    { align: "right", x: x - radius - gap, y, box: [x - radius - gap - width, y - half, x - radius - gap, y + half] },
    {
      align: "center",
      x,
      y: y + radius + half + 1,
      box: [x - width / 2, y + radius + 1, x + width / 2, y + radius + height + 1],
    },
    {
      align: "center",
      x,
      y: y - radius - half - 1,
      box: [x - width / 2, y - radius - height - 1, x + width / 2, y - radius - 1],
    },
  ];
}

/**
 * Returns the possible placements of the name of a community: above, below, beside or on its members.
 * @param {Float64Array} xs of the members, sorted
 * @param {Float64Array} ys of the members, sorted
 * @param {number} width of the name
 * @param {number} height of the name
 * @param {[number, number]} limit leftmost and rightmost x
 * @returns {Placement[]}
 */
export function titleBoxes(xs, ys, width, height, [least, most]) {
  const half = width / 2 + 4;
  const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))];
  const middle = at(xs, 0.5);
  const spots = [
    [middle, at(ys, 0.06) - 20],
    [middle, at(ys, 0.94) + 20],
    [at(xs, 0.25), at(ys, 0) - 16],
    [at(xs, 0.75), at(ys, 0) - 16],
    [at(xs, 0.25), at(ys, 1) + 16],
    [at(xs, 0.75), at(ys, 1) + 16],
    [at(xs, 0) - half - 8, at(ys, 0.5)],
    [at(xs, 1) + half + 8, at(ys, 0.5)],
    [middle, at(ys, 0.3)],
    [middle, at(ys, 0.7)],
    [middle, at(ys, 0) - 40],
    [middle, at(ys, 1) + 40],
  ];
  return spots.map(([wish, y]) => {
    const x = Math.max(least + half, Math.min(most - half, wish));
    return { align: "center", x, y, box: [x - half, y - height / 2 - 4, x + half, y + height / 2 + 4] };
  });
}

/**
 * @param {SpatialGrid} grid
 * @param {Placement[]} candidates best first
 * @returns {Placement | null} the first that overlaps nothing
 */
export function firstFree(grid, candidates) {
  return candidates.find((candidate) => grid.isFree(candidate.box)) ?? null;
}
