/** What this tab remembers on the shop's pages: that a visit is under way, and which features it has. Browsers may
    forbid storage: then each page begins anew. */

import type { Mode } from "../protocol.js";

type Features = Readonly<Record<string, boolean>>;

const UNKNOWN = "?";

export function isUnderWay(client: string): boolean {
  return read(client) !== null;
}

export function rememberVisit(client: string, under: boolean): void {
  if (!under) write(client, null);
  else if (!isUnderWay(client)) write(client, UNKNOWN);
}

export function rememberFeatures(client: string, features: Features): void {
  write(
    client,
    Object.keys(features)
      .filter((name) => features[name])
      .join(),
  );
}

/** Whether there is anything behind the button of such an element. */
export function isOffered(client: string, mode: Mode): boolean {
  const kept = read(client) ?? UNKNOWN;
  if (kept === UNKNOWN) return true;
  const on = kept.split(",").filter(Boolean);
  return mode === "button" ? on.includes("virtualTryOn") && on.includes("faceAnalysis") : on.length > 0;
}

function read(client: string): string | null {
  try {
    return sessionStorage.getItem(`ai-discovery:${client}`);
  } catch {
    return null;
  }
}

function write(client: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(`ai-discovery:${client}`);
    else sessionStorage.setItem(`ai-discovery:${client}`, value);
  } catch {
    // Forbidden or full.
  }
}
