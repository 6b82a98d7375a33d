// Changes in, the state of the page out: one frozen object, kept in the address so that a link reopens the view.

// How a value is written and read: as one text, or as several under one name, of which `read` gets the first and all.
const text = { write: (value) => value, read: (value) => value };
const whole = { write: String, read: (value) => Math.max(0, Math.trunc(Number(value)) || 0) };
const list = { write: (value) => value, read: (_, all) => all };
const spot = {
  write: ([kind, first, ...ids]) => [`${kind}:${first}`, ...ids],
  read: (value, [, ...ids]) => (value ? [value.slice(0, 1), value.slice(2), ...ids] : []),
};
const oneOf = (...values) => ({
  write: (value) => value,
  read: (value) => (values.includes(value) ? value : values[0]),
});
const flag = { write: (value) => (value ? "1" : "0"), read: (value) => value !== "0" };
const numbers = (length) => ({
  write: (value) => value.join(","),
  read: (value) => {
    const parts = value.split(",").map(Number);
    return parts.length === length && parts.every(Number.isFinite) ? parts : null;
  },
});
// Nodes that were dragged: {id: [x, y]}.
const places = {
  write: (value) => Object.entries(value).map(([id, [x, y]]) => `${x},${y},${id}`),
  read: (_, all) => {
    const found = all.map((part) => /^(-?[\d.]+),(-?[\d.]+),(.+)$/s.exec(part));
    return Object.fromEntries(found.filter(Boolean).map(([, x, y, id]) => [id, [Number(x), Number(y)]]));
  },
};

// Field: [name in the address, value when the address is silent, how it is written and read].
const FIELDS = {
  view: ["v", "graph", oneOf("graph", "table", "checks")],
  focus: ["f", [], spot], // a kind and its ids: "d" a document, "e" the two of a link, "r" a report, "p" two of a path
  color: ["c", "community", oneOf("community", "kind", "term", "year")],
  hidden: ["h", [], list], // categories switched off in the legend
  kinds: ["k", [], list], // kinds, terms, scopes and statuses switched off
  terms: ["t", [], list],
  scopes: ["s", [], list],
  statuses: ["u", [], list],
  issuer: ["i", "", text],
  documentYears: ["y", null, numbers(2)],
  reportYears: ["r", null, numbers(2)],
  leastReports: ["n", 0, whole],
  leastWeight: ["w", 1, whole],
  strongest: ["b", null, whole], // links drawn a document; 0: all; null: as many as can be read
  drawn: ["d", null, whole], // documents drawn at most
  relations: ["x", true, flag],
  sort: ["o", "reports", text],
  moved: ["m", {}, places],
  camera: ["z", null, numbers(3)], // x, y of the middle, scale
  theme: ["a", "", oneOf("", "light", "dark")],
  language: ["l", "", oneOf("", "vi", "en")],
};

export const FILTERS = [
  "kinds",
  "terms",
  "scopes",
  "statuses",
  "issuer",
  "documentYears",
  "reportYears",
  "leastReports",
  "leastWeight",
];

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function initial(field) {
  return FIELDS[field][1];
}

export function isSet(state, field) {
  return !same(state[field], FIELDS[field][1]);
}

export function write(state) {
  const query = new URLSearchParams();
  for (const [field, [name, , form]] of Object.entries(FIELDS)) {
    if (isSet(state, field)) {
      for (const value of [form.write(state[field])].flat()) {
        query.append(name, value);
      }
    }
  }
  return query.toString();
}

export function read(hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const state = {};
  for (const [field, [name, fallback, form]] of Object.entries(FIELDS)) {
    state[field] = query.has(name) ? form.read(query.get(name), query.getAll(name)) : fallback;
  }
  return Object.freeze(state);
}

let state = read(location.hash);
let steps = history.state?.steps ?? 0; // how far Back leads without leaving the page
const listeners = [];

export function current() {
  return state;
}

export function canUndo() {
  return steps > 0;
}

// Called with the new state, the set of fields that changed, and whether Back, Forward or an address brought it.
export function subscribe(listener) {
  listeners.push(listener);
}

function become(next, restored = false) {
  const changed = new Set(Object.keys(FIELDS).filter((field) => !same(state[field], next[field])));
  if (changed.size) {
    state = Object.freeze(next);
    for (const listener of listeners) {
      listener(state, changed, restored);
    }
  }
  return changed.size > 0;
}

function remember(method) {
  try {
    history[method]({ steps }, "", `#${write(state)}`);
  } catch {
    // A browser that limits how often the address may change; the view itself is right.
  }
}

// A step that Back undoes.
export function go(patch) {
  const before = steps;
  steps += 1;
  if (become({ ...state, ...patch })) {
    remember("pushState");
  } else {
    steps = before;
  }
}

// A change in the course of a step: dragging, playing, moving the view.
export function adjust(patch) {
  if (become({ ...state, ...patch })) {
    remember("replaceState");
  }
}

addEventListener("popstate", (event) => {
  steps = event.state?.steps ?? 0;
  become(read(location.hash), true);
});

export function focusOn(kind, ...ids) {
  go({ focus: kind ? [kind, ...ids] : [] });
}

export function focused(value = state.focus) {
  const [kind = "", ...ids] = value;
  return { kind, ids };
}
