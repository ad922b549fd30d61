/** A frame's front picture, always whole and never scaled on its own, so that widths can be compared by eye. */

import { modelName } from "./catalogue.js";
import { el, withVariables } from "./dom.js";
import { FRONT, shareOfWidth } from "./scale.js";
import { mm } from "./units.js";

export function framePicture(frame, { alt = describe(frame), loading = "lazy" } = {}) {
  return el("img", {
    class: "frame-picture",
    src: frame.images.front,
    alt,
    width: FRONT.widthPx,
    height: FRONT.heightPx,
    loading,
    decoding: "async",
  });
}

/** The line under a picture, exactly as long as the frame is wide at the picture's scale. */
export function widthLine(frame) {
  const line = el("div", { class: "width-line" }, el("span", { class: "width-line-number" }, mm(frame.frameWidth)));
  return withVariables(line, { "--share": shareOfWidth(frame.frameWidth) });
}

function describe(frame) {
  const kind = frame.category === "sunglasses" ? "sunglasses" : "glasses";
  return `${modelName(frame)}, ${frame.frameShape} ${kind} in ${frame.colour.toLowerCase()}, seen from the front`;
}
