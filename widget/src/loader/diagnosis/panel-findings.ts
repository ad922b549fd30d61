/** How far the panel of a client has come, and what it told. */

import type { Visit } from "../visit.js";
import { finding } from "./finding.js";
import type { Finding } from "./finding.js";

const FRAME = {
  none: "not made",
  loading: "loading; no hello from it yet",
  connected: "said hello",
  drawn: "said hello and drew",
  failed: "failed",
};
const ADVICE: Readonly<Record<string, string>> = {
  UNAUTHORIZED: "The key is not known, or not this client's: copy it again from the admin site.",
  FORBIDDEN: `The client does not allow this page: add ${location.origin} to its allowed origins in the admin site.`,
  RATE_LIMITED: "Too many requests in a short time: the plan's limit is reached.",
  OFFLINE: "The API was not reached.",
  TIMEOUT: "The API did not answer in time.",
};

/** An `ai-discovery:` event, as it was heard. */
export interface Told {
  readonly name: string;
  readonly detail: unknown;
}

export function panelFindings(visit: Visit): Finding[] {
  const state = visit.embedded?.frame?.state;
  return [
    finding(`Panel of ${visit.client}`, state ? FRAME[state] : "not asked for yet", state === "failed", "See below."),
    ...(visit.embedded?.diagnosis ?? []).map((line) => finding("–", line)),
  ];
}

export function eventFinding({ name, detail }: Told): Finding {
  if (name !== "error") return finding(name, shown(detail));
  const { code, message } = detail as { code: string; message: string };
  return finding("error", code, true, ADVICE[code] ?? message);
}

function shown(detail: unknown): string {
  const text = JSON.stringify(detail);
  return text === "{}" ? "yes" : text;
}
