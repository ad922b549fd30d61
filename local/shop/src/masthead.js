/** Three frames of one scale on one line: the narrowest, a middle and the widest of the shop. */

import { el } from "./dom.js";
import { framePicture, widthLine } from "./frame-picture.js";

const MIDDLE = 0.5;
const MOST_HIGH_MM = 40; // lenses that leave room for the number above them

const shows = (frame) =>
  frame.category === "eyeglasses" && frame.colourFamily !== "clear" && frame.lensHeight <= MOST_HIGH_MM;

export function drawMasthead(place, catalogue) {
  const byWidth = catalogue.filter(shows).sort((a, b) => a.frameWidth - b.frameWidth);
  if (!byWidth.length) return;
  const shown = [byWidth[0], byWidth[Math.floor(byWidth.length * MIDDLE)], byWidth.at(-1)];
  place.replaceChildren(
    ...shown.map((frame) =>
      el("div", { class: "masthead-frame" }, framePicture(frame, { alt: "", loading: "eager" }), widthLine(frame)),
    ),
  );
}
