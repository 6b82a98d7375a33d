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
 * Returns the possible placements of the label of a circle: right, left, below, above, and between these.
 * @param {number} x of the center
 * @param {number} y of the center
 * @param {number} radius
 * @param {number} width of the label
 * @param {number} height of the label
 * @returns {Placement[]}
 */
export function boxesAround(x, y, radius, width, height) {
  const gap = 3;
  const slant = radius * 0.75 + 2;
  const place = (align, left, middle) => ({
    align,
    x: align === "left" ? left : align === "right" ? left + width : left + width / 2,
    y: middle,
    box: [left, middle - height / 2, left + width, middle + height / 2],
  });
  const level = radius + height / 2 + 1;
  return [
    place("left", x + radius + gap, y),
    place("right", x - radius - gap - width, y),
    place("center", x - width / 2, y + level),
    place("center", x - width / 2, y - level),
    ...[slant + height / 2, -slant - height / 2].flatMap((shift) => [
      place("left", x + slant, y + shift),
      place("right", x - slant - width, y + shift),
    ]),
    ...[level, -level].flatMap((shift) => [
      place("left", x - radius, y + shift),
      place("right", x + radius - width, y + shift),
    ]),
  ];
}

/**
 * Returns placements at some distance from a circle, the nearest first, each with the line that leads to it.
 * @param {number} x of the center
 * @param {number} y of the center
 * @param {number} radius
 * @param {number} width of the label
 * @param {number} height of the label
 * @returns {(Placement & {line: number[]})[]}
 */
export function boxesApart(x, y, radius, width, height) {
  const spots = [];
  for (const distance of [14, 28, 44, 64, 88]) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
      const [nearX, nearY] = [x + ux * (radius + distance), y + uy * (radius + distance)];
      const middle = [nearX + (ux * width) / 2, nearY + (uy * height) / 2];
      const [left, top] = [middle[0] - width / 2, middle[1] - height / 2];
      const box = [left, top, left + width, top + height];
      const line = [x + ux * radius, y + uy * radius, nearX, nearY];
      spots.push({ align: "center", x: middle[0], y: middle[1], box, line });
    }
  }
  return spots;
}

const TURNS = 24; // directions in which the name of a community is tried

/**
 * Returns the possible placements of the name of a community, the nearest to its middle first: above, below and all
 * around its members.
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
  const [left, right, top, bottom] = [at(xs, 0), at(xs, 1), at(ys, 0), at(ys, 1)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const spots = [
    [x, top - 18],
    [x, bottom + 18],
  ];
  for (const distance of [0, 14, 30, 50]) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const wide = (right - left) / 2 + distance + half * 0.8;
      const high = (bottom - top) / 2 + distance + height;
      spots.push([x + wide * Math.sin(angle), y - high * Math.cos(angle)]);
    }
  }
  return spots.map(([wish, middle]) => {
    const center = Math.max(least + half, Math.min(most - half, wish));
    const box = [center - half, middle - height / 2 - 3, center + half, middle + height / 2 + 3];
    return { align: "center", x: center, y: middle, box };
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
