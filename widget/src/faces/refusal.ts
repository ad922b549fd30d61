/** Why a face is not measured; the advice to the shopper is in `shared/faces/data/refusals.json`. */

import advice from "../../../shared/faces/data/refusals.json" with { type: "json" };

export type RefusalCode = keyof typeof advice;

export class FaceRefused extends Error {
  readonly code: RefusalCode;
  readonly advice: string;

  constructor(code: RefusalCode) {
    super(`${code}: ${advice[code]}`);
    this.name = "FaceRefused";
    this.code = code;
    this.advice = advice[code];
  }
}
