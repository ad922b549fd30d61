/** The first of us in a shop's page. Until the shopper asks for more it draws a button and does nothing else. */

import { run } from "./commands.js";
import { Discovery } from "./element.js";
import { safely, tellError } from "./events.js";
import { loadTimeMs, ran } from "./load-time.js";
import { TAG, mountOfTag, ofTag } from "./mount.js";
import type { Given } from "./mount.js";
import { elements, visits } from "./registry.js";
import { bring, released, script } from "./script.js";
import { NAMES, isDebugged, ofScript } from "./settings.js";
import { whenParsed } from "./when.js";

type Command = ArrayLike<unknown>;

interface Api {
  (...command: unknown[]): void;
  /** What was asked before there was anybody to do it. */
  q?: Command[];
}

/** The loader that came first, whatever names the page calls it by. */
interface First {
  readonly api: Api;
  arrive(tag: Given, asked: readonly Command[]): void;
}

const FIRST = Symbol.for("ai-discovery");
const page = window as unknown as Record<string, Api | undefined> & { [FIRST]?: First };
const name = script?.dataset["global"] ?? "AIDiscovery";

safely(() => {
  const first = (page[FIRST] ??= begin());
  const asked = page[name]?.q ?? [];
  page[name] = first.api;
  whenParsed(safely(() => first.arrive(ofTag(script), asked)));
  ran();
})();

function begin(): First {
  let waiting: Command[] | null = [];
  const obey = safely((command: Command) => run(Array.from(command)));
  customElements.define(TAG, Discovery);
  if (isDebugged() || ofScript("debug") !== null) whenParsed(() => void bringDiagnosis());
  return {
    api: (...command) => void (waiting?.push(command) ?? obey(command)),
    arrive(tag, asked) {
      mountOfTag(tag);
      const early = [...asked, ...(waiting ?? [])];
      waiting = null;
      early.forEach((command) => obey(command));
    },
  };
}

async function bringDiagnosis(): Promise<void> {
  try {
    const { diagnose } = await bring<typeof import("./diagnosis/diagnosis.js")>("diagnosis.js");
    diagnose({ script, release: released(""), names: NAMES, elements, visits, loadTimeMs });
  } catch {
    tellError(document, "NO_DIAGNOSIS", "The view of what is wrong did not load.");
  }
}
