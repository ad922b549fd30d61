/** The recommended frames, each with its fit and its reasons. */

import { Button } from "../parts/button.js";
import { FrameCard } from "../parts/frame-card.js";
import type { Ui } from "../ui.js";

export function FramesScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const { frames, face, busy, productId } = state;
  const features = state.visit?.features;
  const isMissing = frames && productId && frames.every((frame) => frame.productId !== productId);
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t(face ? "frames.title" : "frames.titleNoFace")}</h2>
      {!face && features?.faceAnalysis && (
        <div class="note">
          <p>{t("frames.noFace")}</p>
          <Button weight="link" onClick={() => act.visit.goTo("start")}>
            {t("frames.addFace")}
          </Button>
        </div>
      )}
      {state.framesNote && <p class="note">{state.framesNote}</p>}
      {!frames && busy && <Ghosts label={t("oneMoment")} />}
      {frames?.length === 0 && <p>{t("frames.none")}</p>}
      {frames && frames.length > 0 && (
        <ol class="cards">
          {frames.map((found) => (
            <FrameCard key={found.productId} found={found} ui={ui} />
          ))}
        </ol>
      )}
      {isMissing && <Button onClick={() => void act.frames.whyNot(productId)}>{t("frames.whyNot")}</Button>}
      {frames && features?.chat && (
        <Button weight={frames.length ? "plain" : "main"} onClick={() => act.visit.goTo("chat")}>
          {t("frames.ask")}
        </Button>
      )}
    </div>
  );
}

function Ghosts({ label }: { readonly label: string }) {
  return (
    <div class="cards" role="img" aria-label={label}>
      <div class="ghost" />
      <div class="ghost" />
    </div>
  );
}
