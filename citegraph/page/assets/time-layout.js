// Lays documents out by time: years across, one lane per category down, the documents of a year and lane packed in a cell.

/**
 * @typedef {{index: number, year: number | null, lane: number, radius: number}} Item a document to be placed
 * @typedef {{first: number | null, last: number | null, left: number, right: number}} Column years, null if unknown
 * @typedef {{top: number, bottom: number}} Lane
 * @typedef {object} Room what there is in the window, in px
 * @property {number} wide
 * @property {number} high
 * @property {number} heading above the documents of each lane
 * @property {number} least height of a lane
 * @property {number} unknown least width of the column of documents without a year
 */

const GAP = 5; // between circles, in the units of the layout
const SPARSE = 60; // a column of several years holds at most one in so many documents
const DECADE = 10; // the most years of a column
const LOOSENESS = Array.from({ length: 13 }, (_, at) => 0.4 * 1.25 ** at); // width of a cell over that of a square
const ROUNDS = 4; // lanes have a least height on the screen, which depends on the scale, which depends on the lanes

/**
 * Returns the columns of an axis: a year each, or years of one decade together as long as they hold few documents.
 * @param {(number | null)[]} years of the documents
 * @returns {{first: number | null, last: number | null}[]} in order; documents without a year come first
 */
export function columnsOf(years) {
  const counts = new Map();
  for (const year of years) {
    counts.set(year, (counts.get(year) || 0) + 1);
  }
  const few = Math.max(3, years.length / SPARSE);
  const columns = [];
  let held = 0;
  for (const year of [...counts.keys()].filter((one) => one !== null).sort((one, other) => one - other)) {
    const last = columns.at(-1);
    const count = counts.get(year);
    if (last && Math.floor(last.first / DECADE) === Math.floor(year / DECADE) && held + count <= few) {
      last.last = year;
      held += count;
    } else {
      columns.push({ first: year, last: year });
      held = count;
    }
  }
  return counts.has(null) ? [{ first: null, last: null }, ...columns] : columns;
}

/**
 * Packs circles in rows from left to right, each row centered.
 * @param {number[]} radii largest first
 * @param {number} width
 * @returns {{spots: [number, number][], height: number}} the centers, from the top left corner of the cell
 */
export function pack(radii, width) {
  const spots = [];
  let top = 0;
  for (let at = 0; at < radii.length; ) {
    const high = 2 * radii[at] + GAP;
    let wide = 0;
    let end = at;
    while (end < radii.length && (end === at || wide + 2 * radii[end] + GAP <= width)) {
      wide += 2 * radii[end] + GAP;
      end += 1;
    }
    let x = (width - wide) / 2;
    for (; at < end; at += 1) {
      x += radii[at] + GAP / 2;
      spots.push([x, top + high / 2]);
      x += radii[at] + GAP / 2;
    }
    top += high;
  }
  return { spots, height: top };
}

/** Returns the documents of each cell, the largest first: cells[lane][column]. */
function cellsOf(items, columns, lanes) {
  const columnAt = new Map();
  for (const [at, { first, last }] of columns.entries()) {
    for (let year = first; year <= last; year += 1) {
      columnAt.set(year, at);
    }
    columnAt.set(first, at);
  }
  const cells = Array.from({ length: lanes }, () => columns.map(() => []));
  for (const item of items) {
    cells[item.lane][columnAt.get(item.year)].push(item);
  }
  for (const cell of cells.flat()) {
    cell.sort((one, other) => other.radius - one.radius || one.index - other.index);
  }
  return cells.map((row) => row.map((cell) => ({ cell, radii: cell.map(({ radius }) => radius) })));
}

const sum = (values) => values.reduce((all, value) => all + value, 0);

/** Returns the widths of the columns and heights of the lanes that let documents be drawn largest, and that scale. */
function grid(cells, columns, room) {
  const widest = columns.map((_, c) => Math.max(...cells.map((row) => 2 * (row[c].radii[0] || 0) + GAP)));
  const fullest = columns.map((_, c) =>
    Math.sqrt(Math.max(...cells.map((row) => sum(row[c].radii.map((radius) => (2 * radius + GAP) ** 2))))),
  );
  let best = { scale: 1 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const px = 1 / best.scale;
    const options = LOOSENESS.map((loose) => {
      const widths = columns.map(({ first }, c) =>
        Math.max(widest[c], loose * fullest[c], first === null ? room.unknown * px : 0),
      );
      const heights = cells.map((row) =>
        Math.max(
          room.least * px,
          room.heading * px + GAP + Math.max(...row.map(({ radii }, c) => pack(radii, widths[c]).height)),
        ),
      );
      return { widths, heights, scale: Math.min(1, room.wide / sum(widths), room.high / sum(heights)) };
    });
    best = options.reduce((one, other) => (other.scale > one.scale + 1e-9 ? other : one));
  }
  return best;
}

/**
 * @param {Item[]} items
 * @param {number} lanes how many there are
 * @param {Room} room
 * @returns {{spots: Map<number, [number, number]>, columns: Column[], lanes: Lane[], scale: number}} where each
 *   document, column and lane lies, from the top left corner; all of it fits the room at `scale` px per unit
 */
export function timeLayout(items, lanes, room) {
  const columns = columnsOf(items.map(({ year }) => year));
  const cells = cellsOf(items, columns, lanes);
  const { widths, heights, scale } = grid(cells, columns, room);
  const spareWidth = Math.max(0, room.wide / scale - sum(widths)) / Math.max(1, columns.length);
  const spareHeight = Math.max(0, room.high / scale - sum(heights)) / Math.max(1, lanes);
  const spots = new Map();
  let left = 0;
  const axis = columns.map((column, c) => {
    const right = left + widths[c] + spareWidth;
    const placed = { ...column, left, right };
    left = right;
    return placed;
  });
  let top = 0;
  const bands = cells.map((row, at) => {
    const bottom = top + heights[at] + spareHeight;
    const begin = top + room.heading / scale;
    for (const [c, { cell, radii }] of row.entries()) {
      const { spots: centers, height } = pack(radii, axis[c].right - axis[c].left);
      const above = begin + (bottom - begin - height) / 2;
      for (const [i, [x, y]] of centers.entries()) {
        spots.set(cell[i].index, [axis[c].left + x, above + y]);
      }
    }
    const band = { top, bottom };
    top = bottom;
    return band;
  });
  return { spots, columns: axis, lanes: bands, scale };
}
