/** The loader's own tag in the shop's page, and what lies beside it. */

declare const RELEASE: string;
/** By file: the hash of what was built with this loader. */
declare const INTEGRITY: Readonly<Record<string, string>>;

/** Optimizers that run scripts by themselves leave no current one. */
const FALLBACK = 'script[src*="/loader.js"][data-client]';

export const begun = performance.now();
export const script = (document.currentScript ?? document.querySelector(FALLBACK)) as HTMLScriptElement | null;

/** A file of this release. */
export function released(name: string): URL {
  return new URL(RELEASE + name, script?.src || location.href);
}

/** A module of this release, held to its hash by every browser that knows `modulepreload`. Rejects where it does not
 * come or is another. */
export async function bring<Module>(name: string, query = ""): Promise<Module> {
  const { href } = released(name + query);
  const link = document.createElement("link");
  if (link.relList.supports("modulepreload")) {
    await new Promise((onload, onerror) => {
      const integrity = INTEGRITY[name];
      document.head.append(
        Object.assign(link, { rel: "modulepreload", nonce: script?.nonce, integrity, onload, onerror, href }),
      );
    }).finally(() => link.remove());
  }
  return import(href) as Promise<Module>;
}
