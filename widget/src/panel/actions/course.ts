/** How every action runs: busy meanwhile, a visit that ended replaced, a failure turned into a way on. */

import type { Api } from "../api.js";
import type { Host } from "../host.js";
import type { Journal } from "../journal.js";
import type { Memory } from "../memory.js";
import { Problem, isVisitOver } from "../problem.js";
import type { Remembered, State, Visit } from "../state.js";
import type { Store } from "../store.js";
import type { Words } from "../words.js";

/** What actions work with. */
export interface Course {
  readonly api: Api;
  readonly host: Host;
  readonly journal: Journal;
  readonly words: Words;
  get(): State;
  set(changes: Partial<State>): void;
  /** Changes that outlive the page. */
  keep(changes: Partial<Remembered>): void;
  forget(): void;
  attempt(work: () => Promise<void>): Promise<void>;
  /** `request(sessionId)` within the visit; one that has ended is replaced once. Throws `Problem`. */
  send<T>(request: (sessionId: string) => Promise<T>): Promise<T>;
}

/** What a course is made of. */
export interface Means {
  readonly api: Api;
  readonly host: Host;
  readonly journal: Journal;
  readonly words: Words;
  readonly store: Store;
  readonly memory: Memory;
  /** Starts a visit and keeps it. Throws `Problem`. */
  readonly begin: (course: Course) => Promise<Visit>;
}

export function createCourse({ api, host, journal, words, store, memory, begin }: Means): Course {
  const { get, set } = store;

  async function attempt(work: () => Promise<void>): Promise<void> {
    set({ busy: true, trouble: null });
    try {
      await work();
      set({ busy: false });
    } catch (cause) {
      set({ busy: false, ...wayOn(cause, () => void attempt(work)) });
    }
  }

  function wayOn(cause: unknown, retry: () => void): Partial<State> {
    const code = cause instanceof Problem ? cause.code : "INTERNAL";
    report(code, cause);
    if (code === "CONSENT_REQUIRED") {
      memory.keep({ receipt: null });
      return { view: "consent", receipt: null };
    }
    const key = `problem.${code}`;
    const text = words.t(words.has(key) ? key : "problem.other");
    return { trouble: { text, waitS: cause instanceof Problem ? cause.waitS : 0, retry }, said: text };
  }

  function report(code: string, cause: unknown): void {
    host.tell("error", { code, message: (cause as Error).message });
    journal.record("widget_error", { code, screen: get().view });
  }

  const course: Course = {
    api,
    host,
    journal,
    words,
    get,
    set,
    attempt,
    keep(changes) {
      memory.keep(changes);
      set(changes);
    },
    forget: () => memory.forget(),
    async send(request) {
      const { sessionId } = get().visit ?? (await begin(course));
      try {
        return await request(sessionId);
      } catch (cause) {
        if (!isVisitOver(cause)) throw cause;
        course.keep({ visit: null, receipt: null, face: null });
        set({ frames: null, notice: words.t("notice.restarted") });
        return request((await begin(course)).sessionId);
      }
    },
  };
  return course;
}
