/** The panel's state in one place; whoever listens is told of every change. */

export function createStore(initial) {
  let state = initial;
  const listeners = [];
  return {
    get: () => state,
    set(changes) {
      state = { ...state, ...changes };
      for (const listener of listeners) listener(state);
    },
    /** A change that shows already, such as what is being typed. */
    note(changes) {
      state = { ...state, ...changes };
    },
    listen: (listener) => listeners.push(listener),
  };
}
