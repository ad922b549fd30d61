/** What a shop's team sees with `?aid-debug`: what was found in the page, what is wrong with it, and how it goes on. */

import { el, sheetOf } from "../dom.js";
import type { Discovery } from "../element.js";
import { PREFIX } from "../events.js";
import type { Visit } from "../visit.js";
import css from "./diagnosis.css" with { type: "text" };
import { elementFindings } from "./element-findings.js";
import { finding } from "./finding.js";
import type { Finding } from "./finding.js";
import { hearRefusals, pageFindings } from "./page-findings.js";
import { eventFinding, panelFindings } from "./panel-findings.js";
import type { Told } from "./panel-findings.js";

const EVERY_MS = 500;
const EVENTS = ["ready", "open", "close", "consent", "face", "recommend", "tryon", "add-to-cart", "error"];

export interface Case {
  readonly script: HTMLScriptElement | null;
  readonly release: URL;
  readonly names: readonly string[];
  readonly elements: ReadonlySet<Discovery>;
  readonly visits: ReadonlyMap<string, Visit>;
  readonly loadTimeMs: () => number;
}

export function diagnose(found: Case): void {
  const refused: string[] = [];
  const told: Told[] = [];
  hearRefusals((line) => refused.push(line));
  for (const name of EVENTS) {
    document.addEventListener(PREFIX + name, (event) => told.push({ name, detail: (event as CustomEvent).detail }));
  }
  const list = el("dl", {});
  const title = el("summary", {});
  const carrier = document.createElement("ai-discovery-diagnosis");
  const shadow = carrier.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheetOf(css)];
  shadow.append(el("details", { open: "", lang: "en", dir: "ltr" }, title, list));
  document.body.append(carrier);
  let before = "";
  const draw = (): void => {
    const findings = [...look(found, refused), ...told.map(eventFinding)];
    const now = JSON.stringify(findings);
    if (now === before) return;
    before = now;
    const wrong = findings.filter(({ trouble }) => trouble).length;
    title.textContent = `AI Discovery: ${wrong ? `${wrong} to look at` : "all is well"}`;
    list.replaceChildren(...findings.flatMap(drawn));
  };
  draw();
  setInterval(draw, EVERY_MS);
}

function look({ script, release, names, elements, visits, loadTimeMs }: Case, refused: readonly string[]): Finding[] {
  const count = elements.size;
  const place = "Place an <ai-discovery>, or data-client and data-key on the script tag.";
  return [
    finding("Loader", script?.src ?? "of no known address"),
    finding("Release", release.pathname),
    finding("Stood in the page after", `${Math.round(loadTimeMs())} ms`),
    ...pageFindings(release.origin, refused),
    finding("Elements", String(count), count === 0, place),
    ...[...elements].flatMap((element, index) => elementFindings(element, index + 1, names)),
    ...[...visits.values()].flatMap(panelFindings),
  ];
}

function drawn({ what, found, trouble }: Finding): HTMLElement[] {
  const value = el("dd", {}, found);
  if (trouble) value.append(el("span", { class: "trouble" }, trouble));
  return [el("dt", {}, what), value];
}
