/** A picture to keep or to send; it stays on this device until the shopper does either. */

import { useState } from "preact/hooks";
import { Button } from "../parts/button.js";
import type { Ui } from "../ui.js";

export function ShareScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const [isSaved, setSaved] = useState(false);
  const { picture } = state;
  if (!picture) return null;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t("share.title")}</h2>
      <img class="picture" src={picture.url} alt={t("share.alt", { product: picture.product.title })} />
      <p class="second">{t("share.lead")}</p>
      <a class="button main" href={picture.url} download={`${t("share.file")}.jpg`} onClick={() => setSaved(true)}>
        {t("share.save")}
      </a>
      {canSend(picture.blob) && <Button onClick={() => void act.trying.send()}>{t("share.send")}</Button>}
      <p class="said good" role="status" hidden={!isSaved}>
        {isSaved ? t("share.saved") : ""}
      </p>
      <Button weight="quiet" onClick={() => void act.trying.enter()}>
        {t("back")}
      </Button>
    </div>
  );
}

function canSend(blob: Blob): boolean {
  return navigator.canShare?.({ files: [new File([blob], "picture.jpg", { type: blob.type })] }) ?? false;
}
