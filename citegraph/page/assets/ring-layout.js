// Lays documents out in rings around one: the nearer, the stronger it is related to the one in the middle.

/**
 * @typedef {{index: number, weight: number, related: boolean, sector: number, radius: number}} Around a document around
 *   another: reports that cite both, whether one replaces or amends the other, the number of its category
 * @typedef {{low: number, high: number, related: boolean, reach: [number, number]}} Ring the weights in it, and half its
 *   width and height
 */

const GAP = 10; // between circles, in the units of the layout
const APART = 34; // between rings
const NAMED = 200; // units kept free at the top of each ring for its name
const WIDEST = 0.4; // of a row, the most that is kept free
const TURN = 2 * Math.PI;

/**
 * Sorts documents into rings: what replaces or amends the middle, then the others by the class of their weight.
 * @param {Around[]} around
 * @param {(weight: number) => number} classOf the class of a weight, the heaviest has the highest
 * @returns {Around[][]} innermost first
 */
export function ringsOf(around, classOf) {
  const rings = new Map();
  for (const one of around) {
    const key = one.related ? Infinity : classOf(one.weight);
    rings.set(key, [...(rings.get(key) || []), one]);
  }
  return [...rings].sort(([one], [other]) => other - one).map(([, ring]) => ring);
}

const widthOf = ({ radius }) => 2 * radius + GAP;
const largestOf = (row) => Math.max(...row.map(({ radius }) => radius));

/** Returns the angle at the top of a row that is kept free; `reach` is half the width of the row. */
function freeAngle(row, reach, named) {
  return TURN * Math.min(WIDEST, (named + 2 * largestOf(row)) / (TURN * reach));
}

/** Returns an angle for each document of a row, none in the free part: categories side by side, in the same order on each ring. */
function angles(row, free) {
  const sorted = [...row].sort((one, other) => one.sector - other.sector || other.weight - one.weight);
  const all = sorted.reduce((sum, one) => sum + widthOf(one), 0);
  let passed = 0;
  return sorted.map((one) => {
    passed += widthOf(one);
    return [one, -TURN / 4 + free / 2 + ((TURN - free) * (passed - widthOf(one) / 2)) / all];
  });
}

/** Returns the rows of a ring, each with its distance; a row holds as many circles as have room side by side. */
function rowsOf(ring, from, { wide, high }, named) {
  const least = Math.min(wide, high); // rows are ellipses: where they are flat, circles are nearest to one another
  const rows = [];
  let { reach, largest } = from;
  for (let left = ring; left.length; ) {
    reach = Math.max(reach + (largest + largestOf(left) + GAP) / least, NAMED / 2);
    const free = freeAngle(left, reach * wide, named);
    let room = (TURN - free) * reach * least;
    let count = 0;
    while (count < left.length && (count === 0 || room >= widthOf(left[count]))) {
      room -= widthOf(left[count]);
      count += 1;
    }
    const row = left.slice(0, count);
    rows.push({ row, reach, free });
    largest = largestOf(row);
    left = left.slice(count);
  }
  return rows;
}

/** Returns the rings with their rows, one around the other. */
function ringRows(around, radius, shape, named, classOf) {
  const rings = [];
  let from = { reach: 0, largest: radius };
  for (const ring of ringsOf(around, classOf)) {
    const rows = rowsOf(ring, from, shape, named);
    const last = rows.at(-1);
    from = { reach: last.reach + APART, largest: largestOf(last.row) };
    rings.push({ ring, rows });
  }
  return rings;
}

/**
 * @param {Around[]} around
 * @param {number} radius of the document in the middle
 * @param {{wide: number, high: number}} room px that the rings fill, unless they need more
 * @param {(weight: number) => number} classOf the class of a weight
 * @returns {{spots: Map<number, [number, number]>, rings: Ring[]}} places around (0, 0)
 */
export function ringLayout(around, radius, room, classOf) {
  const shape = { wide: Math.sqrt(room.wide / room.high), high: Math.sqrt(room.high / room.wide) };
  const { wide, high } = shape;
  const fits = Math.min(room.wide / wide, room.high / high) / 2;
  let rings = ringRows(around, radius, shape, NAMED, classOf);
  const outermost = () => rings.at(-1)?.rows.at(-1).reach ?? 1;
  if (outermost() > fits) {
    rings = ringRows(around, radius, shape, (NAMED * outermost()) / fits, classOf); // names do not shrink with the rest
  }
  const spread = Math.max(1, fits / outermost());
  const spots = new Map();
  for (const { row, reach, free } of rings.flatMap(({ rows }) => rows)) {
    for (const [one, angle] of angles(row, free)) {
      spots.set(one.index, [reach * spread * wide * Math.cos(angle), reach * spread * high * Math.sin(angle)]);
    }
  }
  const named = rings.map(({ ring, rows }) => {
    const weights = ring.map(({ weight }) => weight);
    const far = rows.at(-1).reach * spread;
    const related = ring[0].related;
    return { low: Math.min(...weights), high: Math.max(...weights), related, reach: [far * wide, far * high] };
  });
  return { spots, rings: named };
}
