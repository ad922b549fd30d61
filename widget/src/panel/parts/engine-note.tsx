/** The part that measures, on its way by bytes; or why it cannot come, with the ways on. */

import type { Ui } from "../ui.js";
import { Button } from "./button.js";

export function EngineProgress({ ui: { state, words } }: { readonly ui: Ui }) {
  const { engineProgress: progress } = state;
  if (!progress) return null;
  const bytes = { loaded: words.megabytes(progress.loadedBytes), total: words.megabytes(progress.totalBytes) };
  return (
    <div class="progress">
      <p>{words.t("engine.title")}</p>
      <progress max={progress.totalBytes} value={progress.loadedBytes} aria-label={words.t("engine.label")} />
      <p class="second number">
        {words.t("engine.bytes", bytes)}. {words.t("engine.text")}
      </p>
    </div>
  );
}

/** `retry`: tries the same again. */
export function EngineTroubleNote({ ui, retry }: { readonly ui: Ui; readonly retry: () => void }) {
  const { state, act, words } = ui;
  if (!state.engineTrouble) return null;
  const isLasting = state.engineTrouble === "blocked" || state.engineTrouble === "failed";
  return (
    <div class="note attention" role="alert">
      <p>{words.t(`engine.${state.engineTrouble}`)}</p>
      {!isLasting && <Button onClick={retry}>{words.t("tryAgain")}</Button>}
      <Button weight="link" onClick={() => act.looking.choose("server")}>
        {words.t("server.title")}
      </Button>
    </div>
  );
}
