/** Two frames on the same picture, at the same scale, and their facts side by side. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Product } from "../../contract.js";
import type { Worn } from "../../tryon/mirror.js";
import { Button } from "../parts/button.js";
import { FitRuler, WIDTH } from "../parts/fit-ruler.js";
import { modelName } from "../parts/frame-picture.js";
import { wornFacts } from "../parts/worn-words.js";
import type { Ui } from "../ui.js";

export function CompareScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const pair = state.compared;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t("compare.title")}</h2>
      <p class="second">{t(pair ? "compare.lead" : "compare.choose")}</p>
      {pair && (
        <div class="pair">
          {pair.map((product, index) => (
            <Side key={`${index} ${product.productId}`} product={product} place={index as 0 | 1} ui={ui} />
          ))}
        </div>
      )}
      <Button weight="quiet" onClick={() => void act.trying.enter()}>
        {t("back")}
      </Button>
    </div>
  );
}

function Side({ product, place, ui }: { readonly product: Product; readonly place: 0 | 1; readonly ui: Ui }) {
  const { state, act, words, studio } = ui;
  const { t } = words;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [worn, setWorn] = useState<Worn | null>(null);
  useEffect(() => {
    if (!canvas.current) return undefined;
    const mirror = studio.mirrorOn(canvas.current, setWorn);
    mirror.then((on) => on.wear(product)).catch(() => {}); // the bare picture stays
    return () => void mirror.then((on) => on.stop());
  }, [product.productId]);
  return (
    <section aria-label={t(place === 0 ? "compare.first" : "compare.second")}>
      <canvas ref={canvas} role="img" aria-label={t("mirror.canvas", { product: product.title })} />
      <h3>{modelName(product)}</h3>
      <dl class="facts">
        <div>
          <dt>{t("compare.price")}</dt>
          <dd>{words.money(product.price, product.currency)}</dd>
        </div>
        <div>
          <dt>{t("compare.size")}</dt>
          <dd dir="ltr">{product.sizeMark}</dd>
        </div>
      </dl>
      <FitRuler ruler={WIDTH} frame={product} person={state.face?.measurements["faceWidth"] ?? null} words={words} />
      {worn && <p class="second">{words.list(wornFacts(worn, words).slice(1))}.</p>}
      <Button onClick={() => void act.trying.enter(product)}>{t("compare.wear")}</Button>
    </section>
  );
}
