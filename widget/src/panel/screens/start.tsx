/** The first question: how to begin. */

import { modelName } from "../parts/frame-picture.js";
import type { Ui } from "../ui.js";

export function StartScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const features = state.visit?.features;
  const without = features?.chat ? "chat" : "frames";
  return (
    <div class="view">
      {state.wish && <p class="second">{t("start.for", { product: modelName(state.wish) })}</p>}
      <h2 tabIndex={-1}>{t("start.title")}</h2>
      <p>{t("start.lead")}</p>
      <ul class="ways">
        <Way
          main
          title={t("start.camera")}
          hint={t("start.cameraHint")}
          onClick={() => act.looking.choose("camera")}
        />
        <Way title={t("start.photo")} hint={t("start.photoHint")} onClick={() => act.looking.choose("photo")} />
        <Way title={t("start.pd")} hint={t("start.pdHint")} onClick={() => act.visit.goTo("distance")} />
        {(features?.chat || features?.recommendations) && (
          <Way title={t("start.ask")} hint={t("start.askHint")} onClick={() => act.visit.goTo(without)} />
        )}
      </ul>
    </div>
  );
}

interface WayProps {
  readonly title: string;
  readonly hint: string;
  readonly main?: boolean;
  readonly onClick: () => void;
}

function Way({ title, hint, main = false, onClick }: WayProps) {
  return (
    <li>
      <button type="button" class={main ? "way main" : "way"} onClick={onClick}>
        <span class="way-title">{title}</span>
        <span class="way-hint">{hint}</span>
      </button>
    </li>
  );
}
