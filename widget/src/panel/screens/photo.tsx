/** Choosing or taking a photo, which stays on this device. */

import { DistanceField } from "../parts/distance-field.js";
import { EngineProgress, EngineTroubleNote } from "../parts/engine-note.js";
import { PhotoPicker } from "../parts/photo-picker.js";
import { ReceiptNote } from "../parts/receipt-note.js";
import { RefusalNote } from "../parts/refusal-note.js";
import { WithoutFace } from "../parts/without-face.js";
import type { Ui } from "../ui.js";

export function PhotoScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const choose = (file: File): void => void act.looking.photo(file);
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t(state.refusal ? "photo.again" : "photo.title")}</h2>
      <RefusalNote ui={ui} />
      <ul class="tips">
        <li>{t("photo.tipLight")}</li>
        <li>{t("photo.tipFree")}</li>
        <li>{t("photo.tipAlone")}</li>
      </ul>
      {!state.engineTrouble && (
        <div class="photo-ways" aria-busy={state.busy}>
          <div class="where-finger">
            <PhotoPicker
              id="photo-take"
              label={t("photo.take")}
              capture
              main
              disabled={state.busy}
              onChoose={choose}
            />
          </div>
          <PhotoPicker
            id="photo-choose"
            label={t(state.refusal ? "photo.chooseOther" : "photo.choose")}
            main
            disabled={state.busy}
            onChoose={choose}
          />
          <p class="second">{state.busy && !state.engineProgress ? t("oneMoment") : t("photo.stays")}</p>
        </div>
      )}
      <EngineProgress ui={ui} />
      <EngineTroubleNote ui={ui} retry={() => act.looking.choose("photo")} />
      <details>
        <summary>{t("photo.own")}</summary>
        <DistanceField ui={ui} label={t("photo.ownLabel")} />
      </details>
      <WithoutFace ui={ui} />
      {state.receipt && <ReceiptNote receipt={state.receipt} words={words} />}
    </div>
  );
}
