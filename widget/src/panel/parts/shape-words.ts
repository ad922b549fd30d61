/** A face's shape in words that carry their doubt. */

import type { FaceResult, FaceShape } from "../../faces/result.js";
import { capital } from "../words.js";
import type { Words } from "../words.js";

const WORTH_SAYING = 0.2; // a second shape less likely than one in five is left unsaid

export const SHAPES: readonly FaceShape[] = ["heart", "oblong", "oval", "round", "square"];

export function shapeName(shape: FaceShape, { t }: Words): string {
  return capital(t(`shape.${shape}`));
}

/** "Oval, perhaps a little heart-shaped"; "Not sure: between oval and round" when no shape is likely enough. */
export function shapeWords({ faceShape, candidates, corrected }: FaceResult, { t }: Words): string {
  const [first, second] = candidates.map(({ shape }) => t(`shape.${shape}`));
  if (faceShape && corrected) return t("result.own", { shape: t(`shape.${faceShape}`) });
  if (!faceShape) return t("result.unsure", { first: first ?? "", second: second ?? "" });
  const isWorthSaying = (candidates[1]?.probability ?? 0) >= WORTH_SAYING;
  const shape = t(`shape.${faceShape}`);
  return isWorthSaying ? t("result.perhaps", { shape, second: second ?? "" }) : t("result.sure", { shape });
}
