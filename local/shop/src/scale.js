/** The one scale of all front pictures: the canvas they share, in mm, and the line that all frames stand on. */

export const FRONT = { widthMm: 160, heightMm: 68, baselineMm: 64, widthPx: 800, heightPx: 340 };
export const ANGLE = { widthPx: 776, heightPx: 344 };

/** A length as a share of the picture's width, for a length drawn at the picture's own scale. */
export function shareOfWidth(mm) {
  return `${(100 * mm) / FRONT.widthMm}%`;
}

/* How much rim shows below the lens; wire where the material is none of these, and under a browline. */
const SHEET_RIM_MM = { acetate: 2.6, wood: 2.6, nylon: 2.6 };
const WIRE_RIM_MM = { full: 1.1, semi: 0.5, rimless: 0 };

/** Where the boxing centre of the lenses lies, in mm from the picture's upper edge: a frame stands on its lower rim. */
export function lensCentreMm({ lensHeight, rimType, material, frameShape }) {
  const sheet = rimType === "full" && frameShape !== "browline" && SHEET_RIM_MM[material];
  const rim = sheet || WIRE_RIM_MM[rimType];
  return FRONT.baselineMm - rim - lensHeight / 2;
}
