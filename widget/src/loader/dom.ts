/** DOM without markup strings: nothing that a strict content security policy would refuse. */

type Props = Readonly<Record<string, string | (() => void)>>;

const SVG = "http://www.w3.org/2000/svg";

/** Functions become listeners, all else attributes. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "string") node.setAttribute(name, value);
    else node.addEventListener(name, value);
  }
  node.append(...children);
  return node;
}

/** A drawing of one line. */
export function drawing(viewBox: string, line: string): SVGSVGElement {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", viewBox);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", line);
  picture.append(path);
  return picture;
}

export function sheetOf(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
