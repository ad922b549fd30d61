/** Why a frame is not among the recommended ones, and what would have to be different. */

import { Button } from "../parts/button.js";
import { FramePicture, modelName } from "../parts/frame-picture.js";
import { ReasonBars, points } from "../parts/reasons.js";
import type { Ui } from "../ui.js";

export function WhyNotScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { whyNot } = state;
  const { t } = words;
  if (!whyNot) return null;
  const { product, score, toBeat, obstacles, reasons, shown } = whyNot;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t("whyNot.title", { product: modelName(product) })}</h2>
      <FramePicture product={product} words={words} />
      {shown && <p>{t("whyNot.shown")}</p>}
      {obstacles.length > 0 && (
        <section>
          <p>{t("whyNot.lead")}</p>
          <ul class="tips strong">
            {obstacles.map(({ code, text }) => (
              <li key={code} dir="auto">
                {text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {score === null ? (
        <p class="second">{t("whyNot.ruledOut")}</p>
      ) : (
        <section>
          <h3>{t("whyNot.terms")}</h3>
          {toBeat !== null && (
            <p class="second">{t("whyNot.score", { points: points(score), toBeat: points(toBeat) })}</p>
          )}
          <ReasonBars score={score} reasons={reasons} words={words} />
        </section>
      )}
      <Button weight="main" onClick={() => void act.trying.enter(product)}>
        {t("card.tryOn")}
      </Button>
      <Button weight="quiet" onClick={() => act.visit.goTo("frames")}>
        {t("back")}
      </Button>
    </div>
  );
}
