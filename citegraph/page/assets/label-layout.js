// Places labels so that they do not overlap.

/**
 * @typedef {[number, number, number, number]} Box left, top, right, bottom in px
 * @typedef {{align: CanvasTextAlign, x: number, y: number, box: Box}} Placement where a label may be drawn
 */

const CELL = 96; // px of a cell
const BESIDE = 10; // px: what is so near is taken for what a name names
const NEARER = 0.8; // of the distance to what a name names: something else so near is taken for it
const ROWS = 65_536; // more than there are rows of cells
const NONE = [];

/** A limit that all labels keep. */
export const EVERYWHERE = [-Infinity, -Infinity, Infinity, Infinity];

/** Rectangles by the cells of a grid that they touch, to find overlaps quickly. */
export class SpatialGrid {
  constructor() {
    this.cells = new Map();
  }

  /**
   * @param {Box} box
   * @returns {boolean} whether it overlaps no added box
   */
  isFree(box) {
    const left = box[0];
    const top = box[1];
    const right = box[2];
    const bottom = box[3];
    const lastColumn = Math.floor(right / CELL);
    const lastRow = Math.floor(bottom / CELL);
    for (let column = Math.floor(left / CELL); column <= lastColumn; column += 1) {
      for (let row = Math.floor(top / CELL); row <= lastRow; row += 1) {
        const boxes = this.cells.get(column * ROWS + row) ?? NONE;
        for (let at = 0; at < boxes.length; at += 4) {
          if (left < boxes[at + 2] && right > boxes[at] && top < boxes[at + 3] && bottom > boxes[at + 1]) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  add(left, top, right, bottom) {
    const lastColumn = Math.floor(right / CELL);
    const lastRow = Math.floor(bottom / CELL);
    for (let column = Math.floor(left / CELL); column <= lastColumn; column += 1) {
      for (let row = Math.floor(top / CELL); row <= lastRow; row += 1) {
        const key = column * ROWS + row;
        const boxes = this.cells.get(key);
        if (boxes) {
          boxes.push(left, top, right, bottom);
        } else {
          this.cells.set(key, [left, top, right, bottom]);
        }
      }
    }
  }
}

/**
 * Yields the possible placements of the label of a circle: right, left, below, above, and between these.
 * @param {number} x of the center
 * @param {number} y of the center
 * @param {number} radius
 * @param {number} width of the label
 * @param {number} height of the label
 * @param {boolean} isLeft whether left comes before right
 * @returns {Generator<Placement>}
 */
export function* boxesAround(x, y, radius, width, height, isLeft) {
  const gap = 3;
  const slant = radius * 0.75 + 2;
  const place = (align, left, middle) => ({
    align,
    x: align === "left" ? left : align === "right" ? left + width : left + width / 2,
    y: middle,
    box: [left, middle - height / 2, left + width, middle + height / 2],
  });
  const right = () => place("left", x + radius + gap, y);
  const left = () => place("right", x - radius - gap - width, y);
  yield (isLeft ? left : right)();
  yield (isLeft ? right : left)();
  const level = radius + height / 2 + 1;
  yield place("center", x - width / 2, y + level);
  yield place("center", x - width / 2, y - level);
  for (const shift of [slant + height / 2, -slant - height / 2]) {
    yield place("left", x + slant, y + shift);
    yield place("right", x - slant - width, y + shift);
  }
  for (const shift of [level, -level]) {
    yield place("left", x - radius, y + shift);
    yield place("right", x + radius - width, y + shift);
  }
}

/**
 * Yields placements at some distance from a circle, the nearest first, each with the line that leads to it.
 * @param {number} x of the center
 * @param {number} y of the center
 * @param {number} radius
 * @param {number} width of the label
 * @param {number} height of the label
 * @returns {Generator<Placement & {line: number[]}>}
 */
export function* boxesApart(x, y, radius, width, height) {
  for (const distance of [14, 28, 44, 64, 88]) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
      const [nearX, nearY] = [x + ux * (radius + distance), y + uy * (radius + distance)];
      const middle = [nearX + (ux * width) / 2, nearY + (uy * height) / 2];
      const [left, top] = [middle[0] - width / 2, middle[1] - height / 2];
      const box = [left, top, left + width, top + height];
      const line = [x + ux * radius, y + uy * radius, nearX, nearY];
      yield { align: "center", x: middle[0], y: middle[1], box, line };
    }
  }
}

const TURNS = 24; // directions in which the name of a community is tried

/**
 * Yields the possible placements of the name of a community, the nearest to its middle first: above, below and all
 * around its members.
 * @param {Box} members the box of their middles
 * @param {number} width of the name
 * @param {number} height of the name
 * @param {[number, number]} limit leftmost and rightmost x
 * @returns {Generator<Placement>}
 */
export function* titleBoxes([left, top, right, bottom], width, height, [least, most]) {
  const half = width / 2 + 4;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const place = (wish, middle) => {
    const center = Math.max(least + half, Math.min(most - half, wish));
    const box = [center - half, middle - height / 2 - 3, center + half, middle + height / 2 + 3];
    return { align: "center", x: center, y: middle, box };
  };
  yield place(x, top - 18);
  yield place(x, bottom + 18);
  for (const distance of [0, 14, 30, 50]) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const wide = (right - left) / 2 + distance + half * 0.8;
      const high = (bottom - top) / 2 + distance + height;
      yield place(x + wide * Math.sin(angle), y - high * Math.cos(angle));
    }
  }
}

/**
 * @param {Box} box
 * @param {Box} limit
 * @returns {boolean} whether the box is within the limit
 */
export function isWithin(box, limit) {
  return box[0] >= limit[0] && box[1] >= limit[1] && box[2] <= limit[2] && box[3] <= limit[3];
}

/**
 * @param {SpatialGrid} grid
 * @param {Box} box
 * @param {Box} owner what the box names
 * @returns {boolean} whether nothing stands nearer to the box than its owner, which readers would take for what it names
 */
export function isNearest(grid, box, owner) {
  const across = Math.max(0, owner[0] - box[2], box[0] - owner[2]);
  const down = Math.max(0, owner[1] - box[3], box[1] - owner[3]);
  const gap = Math.max(across, down);
  const reach = gap * NEARER;
  return gap <= BESIDE || grid.isFree([box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach]);
}

/**
 * @param {SpatialGrid} grid
 * @param {Iterable<Placement>} candidates best first
 * @param {Box} [limit] that the label must not leave
 * @param {(box: Box) => boolean} [fits] what else must hold
 * @returns {Placement | null} the first that overlaps nothing
 */
export function firstFree(grid, candidates, limit = EVERYWHERE, fits = () => true) {
  for (const candidate of candidates) {
    if (isWithin(candidate.box, limit) && grid.isFree(candidate.box) && fits(candidate.box)) {
      return candidate;
    }
  }
  return null;
}
