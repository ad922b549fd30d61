/** Why a photo could not be measured, and what makes the next one better. */

import type { Ui } from "../ui.js";

export function RefusalNote({ ui: { state, words } }: { readonly ui: Ui }) {
  if (!state.refusal) return null;
  const key = `refusal.${state.refusal}`;
  return (
    <p class="note attention" role="alert">
      {words.t(words.has(key) ? key : "problem.other")}
    </p>
  );
}
