/** One thing that was looked at, and what it means when it is not as it should be. */

export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly trouble?: string | undefined;
}

/** `trouble` counts when `isWrong`. */
export function finding(what: string, found: string, isWrong = false, trouble = ""): Finding {
  return { what, found, trouble: isWrong ? trouble : undefined };
}
