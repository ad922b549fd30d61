/** The one place where the panel's state changes; whoever listens is told, once a task. */

import type { State } from "./state.js";

export interface Store {
  get(): State;
  set(changes: Partial<State>): void;
  listen(listener: (state: State) => void): void;
}

export function createStore(initial: State): Store {
  let state = initial;
  let due = false;
  const listeners: ((state: State) => void)[] = [];
  const tell = (): void => {
    due = false;
    for (const listener of listeners) listener(state);
  };
  return {
    get: () => state,
    set(changes) {
      state = { ...state, ...changes };
      if (due) return;
      due = true;
      queueMicrotask(tell);
    },
    listen: (listener) => listeners.push(listener),
  };
}
