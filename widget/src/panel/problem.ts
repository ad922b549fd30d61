/** A call that did not succeed, or that was never answered. */

export type ProblemCode = string;

/** `code` is the contract's, or OFFLINE, TIMEOUT, UNREADABLE; `waitS` is 0 when nothing was said. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly waitS = 0,
  ) {
    super(code);
    this.name = "Problem";
  }
}

const PASSING = new Set(["OFFLINE", "TIMEOUT", "RATE_LIMITED", "UNAVAILABLE", "INTERNAL", "UNREADABLE"]);
const ENDED = new Set(["NOT_FOUND", "TOKEN_EXPIRED"]);

/** Whether the same call may succeed later. */
export function isPassing(cause: unknown): boolean {
  return cause instanceof Problem && PASSING.has(cause.code);
}

/** Whether it says that the visit is over. */
export function isVisitOver(cause: unknown): boolean {
  return cause instanceof Problem && ENDED.has(cause.code);
}
