/** Why a face is not measured; the advice to the shopper is in `shared/faces/data/refusals.json` and `covered.json`. */

import covered from "../../../shared/faces/data/covered.json" with { type: "json" };
import advice from "../../../shared/faces/data/refusals.json" with { type: "json" };

export type RefusalCode = keyof typeof advice;
export type CoverCause = keyof typeof covered;

/** What covers a face that is FACE_COVERED makes the advice. */
export class FaceRefused extends Error {
  readonly code: RefusalCode;
  readonly advice: string;

  constructor(code: RefusalCode, cause?: CoverCause) {
    const text = cause === undefined ? advice[code] : covered[cause];
    super(`${code}: ${text}`);
    this.name = "FaceRefused";
    this.code = code;
    this.advice = text;
  }
}
