// Tag, properties and children in, element out; every string becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";

export function byId(id) {
  return document.getElementById(id);
}

function build(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function el(tag, properties = {}, ...children) {
  return build(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));
}

export function button(label, onclick, properties = {}) {
  return el("button", { type: "button", onclick, ...properties }, label);
}

// A button that shows only a picture, and says its name to those who do not see it.
export function iconButton(name, label, onclick, properties = {}) {
  return el("button", { type: "button", onclick, "aria-label": label, title: label, ...properties }, icon(name));
}

// Colours come from data-driven scales; a style attribute would break the page's own policy, a property does not.
export function swatch(color, shape = "known") {
  const node = el("span", { class: `swatch ${shape}`, "aria-hidden": "true" });
  node.style.setProperty("--swatch", color);
  return node;
}
