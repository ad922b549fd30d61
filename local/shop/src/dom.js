/** Build DOM without markup strings, so that no data can ever become markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An HTML element. `props`: `onclick`-style functions become listeners, `true` an empty attribute, `false`, `null`
 * and `undefined` nothing. Children: nodes, strings, numbers, nested lists; empty ones are left out.
 */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** Sets CSS custom properties through the object model, which a strict content security policy allows. */
export function withVariables(node, variables) {
  for (const [name, value] of Object.entries(variables)) node.style.setProperty(name, value);
  return node;
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat(Infinity).filter(isContent));
  return node;
}

function setProp(node, name, value) {
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (value === true) node.setAttribute(name, "");
  else if (value !== false && value != null) node.setAttribute(name, value);
}

function isContent(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}
