/** Keeps what a page asks before the loader is there: paste it before the first call. */

interface Stub {
  (...command: unknown[]): void;
  q?: unknown[][];
}

export {};

const page = window as unknown as Record<string, Stub | undefined>;
const name = document.currentScript?.dataset["global"] ?? "AIDiscovery";
const queue: unknown[][] = [];

page[name] ??= Object.assign((...command: unknown[]) => void queue.push(command), { q: queue });
