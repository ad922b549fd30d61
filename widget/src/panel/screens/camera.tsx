/** The live picture while it is measured, or why there is none, with the photo as the way on. */

import { Button } from "../parts/button.js";
import { EngineProgress, EngineTroubleNote } from "../parts/engine-note.js";
import { ReceiptNote } from "../parts/receipt-note.js";
import { Stage } from "../parts/stage.js";
import { WithoutFace } from "../parts/without-face.js";
import type { Ui } from "../ui.js";

export function CameraScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words, studio } = ui;
  const { t } = words;
  if (state.cameraTrouble) return <NoCamera ui={ui} />;
  const isLive = state.camera === "live";
  const hint = `hint.${state.hint ?? "FACE_NOT_FOUND"}`;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{isLive || state.engineTrouble ? t("camera.title") : t("camera.asking")}</h2>
      {state.refusal && <Refusal ui={ui} />}
      {!state.engineTrouble && !state.refusal && (
        <>
          <Stage studio={studio} label={t("camera.view")}>
            {isLive ? <span class="oval" aria-hidden="true" /> : <span class="stage-wait">{waiting(ui)}</span>}
            {isLive && (
              <p class="stage-hint" role="status">
                {words.has(hint) ? t(hint) : t("hint.good")}
              </p>
            )}
          </Stage>
          {isLive && <progress max={1} value={state.measured} aria-label={t("camera.progress")} />}
          <EngineProgress ui={ui} />
        </>
      )}
      <EngineTroubleNote ui={ui} retry={() => void act.looking.look()} />
      <Button weight="quiet" onClick={() => act.looking.choose("photo")}>
        {t("start.photo")}
      </Button>
      <WithoutFace ui={ui} />
      {state.receipt && <ReceiptNote receipt={state.receipt} words={words} />}
    </div>
  );
}

function waiting({ state, words }: Ui): string {
  return state.engineProgress ? words.t("oneMoment") : words.t("camera.askingText");
}

function Refusal({ ui: { state, act, words } }: { readonly ui: Ui }) {
  const key = `refusal.${state.refusal}`;
  return (
    <div class="note attention" role="alert">
      <p>{words.t(words.has(key) ? key : "problem.other")}</p>
      <Button onClick={() => act.looking.choose("camera")}>{words.t("tryAgain")}</Button>
    </div>
  );
}

function NoCamera({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const trouble = state.cameraTrouble ?? "none";
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t(`camera.${trouble}`)}</h2>
      <p role="alert">{t(`camera.${trouble}Text`)}</p>
      <Button weight="main" onClick={() => act.looking.choose("photo")}>
        {t("start.photo")}
      </Button>
      {trouble !== "policy" && trouble !== "insecure" && (
        <Button onClick={() => act.looking.choose("camera")}>{t("tryAgain")}</Button>
      )}
      {trouble === "denied" && <p class="second">{t("camera.deniedHow")}</p>}
      <WithoutFace ui={ui} />
    </div>
  );
}
