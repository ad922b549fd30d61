/** A pupillary distance instead of a face: it says where lens centres should be. */

import { Button } from "../parts/button.js";
import { DistanceField } from "../parts/distance-field.js";
import type { Ui } from "../ui.js";

export function DistanceScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const isGiven = state.distanceMm !== null;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t("pd.title")}</h2>
      <p>{t("pd.text")}</p>
      <DistanceField ui={ui} label={t("pd.label")} />
      <p role="status" class="second">
        {isGiven ? t("pd.done", { pd: words.mm(state.distanceMm ?? 0) }) : ""}
      </p>
      {state.visit?.features.recommendations && (
        <Button weight="main" disabled={!isGiven} onClick={() => act.visit.goTo("frames")}>
          {t("pd.frames")}
        </Button>
      )}
      <Button disabled={!isGiven} onClick={() => act.looking.choose("camera")}>
        {t("pd.look")}
      </Button>
      <Button weight="quiet" onClick={() => act.visit.goTo("start")}>
        {t("back")}
      </Button>
    </div>
  );
}
