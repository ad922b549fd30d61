/** How a frame stands on a face, in words: for those who do not see the mirror, and a check for those who do. */

import type { Product } from "../../contract.js";
import type { Worn } from "../../tryon/mirror.js";
import type { TextKey, Words } from "../words.js";

const SAME_MM = 0.5;
const MIDDLE_MM = 3; // pupils this near to the lenses' middles are said to be there

const BROWS: Readonly<Record<Worn["brows"], TextKey>> = {
  above: "worn.browsAbove",
  covered: "worn.browsCovered",
  below: "worn.browsBelow",
};

/** "4 mm wider than your face", "brows covered", "pupils at the middle of the lenses". */
export function wornFacts({ widerMm, brows, pupilsAboveMiddleMm }: Worn, { t, mm }: Words): string[] {
  const by = mm(Math.abs(Math.round(widerMm)));
  const width =
    Math.abs(widerMm) < SAME_MM ? t("worn.same") : t(widerMm > 0 ? "worn.wider" : "worn.narrower", { mm: by });
  return [width, t(BROWS[brows]), t(pupils(pupilsAboveMiddleMm))];
}

export function wornSentence(product: Product, worn: Worn, words: Words): string {
  return words.t("worn.sentence", { product: product.title, facts: words.list(wornFacts(worn, words)) });
}

function pupils(aboveMm: number): TextKey {
  if (Math.abs(aboveMm) <= MIDDLE_MM) return "worn.pupilsMiddle";
  return aboveMm > 0 ? "worn.pupilsHigh" : "worn.pupilsLow";
}
