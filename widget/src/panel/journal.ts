/** What happens on the way, told to the API in small batches. What cannot be sent waits, also over pages and days. */

import type { EventType } from "../contract.js";
import type { Api } from "./api.js";
import { isPassing, isVisitOver } from "./problem.js";

const GATHER_MS = 400;
const BATCH = 50; // the contract's most
const KEPT = 200; // of those that wait; the oldest go first
const LATER_MS = 15_000;
const OLDEST_MS = 6 * 24 * 3600 * 1000; // the API takes seven days

type Facts = Readonly<Record<string, string | number | object | undefined>>;
interface Entry {
  readonly sessionId: string;
  readonly event: { readonly eventId: string; readonly at: string; readonly type: EventType };
}

export interface Journal {
  record(type: EventType, facts?: Facts): void;
  /** The visit that what comes next belongs to; null: nothing is sent. */
  belongTo(sessionId: string | null): void;
  send(): Promise<void>;
  drop(): void;
}

export function openJournal(api: Api, name: string): Journal {
  const key = `ai-discovery:journal:${name}`;
  let visit: string | null = null;
  let early: Entry["event"][] = [];
  let waiting: Entry[] = stored(key);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = false;
  let most = BATCH;

  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), ms);
  };

  async function send(): Promise<void> {
    const [first] = waiting;
    if (!first || sending) return;
    sending = true;
    const batch = waiting.filter(({ sessionId }) => sessionId === first.sessionId).slice(0, most);
    try {
      await api.call("POST", "/v1/events", { sessionId: first.sessionId, events: batch.map(({ event }) => event) });
      settle(batch);
    } catch (problem) {
      if (isPassing(problem)) later(LATER_MS);
      else if (batch.length === 1 || isVisitOver(problem))
        settle(batch); // it would block what comes after
      else {
        most = 1; // one of them is refused: the others are not to go with it
        later(0);
      }
    } finally {
      sending = false;
    }
  }

  function settle(batch: readonly Entry[]): void {
    waiting = waiting.filter((entry) => !batch.includes(entry));
    if (!waiting.length) most = BATCH;
    store(key, waiting);
    if (waiting.length) later(0);
  }

  function add(events: Entry["event"][]): void {
    if (visit === null) {
      early = [...early, ...events].slice(-KEPT);
      return;
    }
    const sessionId = visit;
    waiting = [...waiting, ...events.map((event) => ({ sessionId, event }))].slice(-KEPT);
    store(key, waiting);
    later(GATHER_MS);
  }

  addEventListener("online", () => void send());
  addEventListener("pagehide", () => void send());
  document.addEventListener("visibilitychange", () => document.hidden && void send());

  return {
    record: (type, facts = {}) =>
      add([{ eventId: crypto.randomUUID(), type, at: new Date().toISOString(), ...facts }]),
    belongTo(sessionId) {
      visit = sessionId;
      if (sessionId !== null) add(early.splice(0));
    },
    send,
    drop() {
      waiting = [];
      early = [];
      store(key, waiting);
    },
  };
}

function stored(key: string): Entry[] {
  try {
    const entries = JSON.parse(localStorage.getItem(key) ?? "[]") as Entry[];
    return entries.filter(({ event }) => Date.now() - Date.parse(event.at) < OLDEST_MS);
  } catch {
    return [];
  }
}

function store(key: string, entries: readonly Entry[]): void {
  try {
    if (entries.length) localStorage.setItem(key, JSON.stringify(entries));
    else localStorage.removeItem(key);
  } catch {
    // No storage in this frame: what waits lasts as long as the page.
  }
}
