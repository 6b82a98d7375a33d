// Labels with the places each could take in, those that fit without touching out.

const CELL = 96; // px of the grid in which neighbours are looked for

export class Room {
  constructor() {
    this.cells = new Map();
  }

  *near([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) {
        yield x * 65_536 + y;
      }
    }
  }

  isFree(box) {
    for (const cell of this.near(box)) {
      for (const other of this.cells.get(cell) || []) {
        if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) {
          return false;
        }
      }
    }
    return true;
  }

  take(box) {
    for (const cell of this.near(box)) {
      const there = this.cells.get(cell);
      if (there) {
        there.push(box);
      } else {
        this.cells.set(cell, [box]);
      }
    }
  }
}

// Where the label of a circle may stand: right, left, below, above. Boxes are [left, top, right, bottom] in px.
export function around(x, y, radius, width, height) {
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

// Where the name of a community may stand, whose members are at `xs` and `ys`, both sorted: over, under, beside or on it,
// and within `limit`, from left to right.
export function over(xs, ys, width, height, [least, most]) {
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

// The first place of those offered that is free; null where none is.
export function settle(room, places) {
  return places.find((place) => room.isFree(place.box)) ?? null;
}
