/** What the page around is like: its address, its policies, its camera. */

import { finding } from "./finding.js";
import type { Finding } from "./finding.js";

interface Framed extends HTMLIFrameElement {
  readonly featurePolicy?: { allowsFeature(name: string): boolean };
}

export function pageFindings(widgetOrigin: string, refused: readonly string[]): Finding[] {
  const mayUse = mayUseCamera(widgetOrigin);
  return [
    finding("Page", location.origin, !isSecureContext, "Without https a browser gives no camera: photos still work."),
    finding(
      "Camera",
      mayUse === null ? "not told by this browser" : `${mayUse ? "allowed" : "forbidden"} by the page`,
      mayUse === false,
      `Permissions-Policy leaves us out: camera=(self "${widgetOrigin}") lets us ask. Photos still work.`,
    ),
    finding("Refused by the page's Content-Security-Policy", refused.length ? "" : "nothing seen"),
    ...refused.map((line) => finding("–", line, line.includes(widgetOrigin), `Add ${widgetOrigin} to it.`)),
  ];
}

/** By a frame that is never put into the page. null: only some browsers tell. */
function mayUseCamera(widgetOrigin: string): boolean | null {
  const frame: Framed = document.createElement("iframe");
  frame.allow = `camera ${widgetOrigin}`;
  frame.src = widgetOrigin;
  return frame.featurePolicy?.allowsFeature("camera") ?? null;
}

/** Calls back with each violation from now on. */
export function hearRefusals(heard: (line: string) => void): void {
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, disposition }) =>
    heard(`${effectiveDirective}: ${blockedURI}${disposition === "report" ? " (reported only)" : ""}`),
  );
}
