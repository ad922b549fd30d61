/** Where this device cannot measure: one photo to the shop's server, by a further word of the shopper. */

import { useState } from "preact/hooks";
import { PhotoPicker } from "../parts/photo-picker.js";
import { RefusalNote } from "../parts/refusal-note.js";
import { WithoutFace } from "../parts/without-face.js";
import type { Ui } from "../ui.js";

export function ServerScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const [isTicked, setTicked] = useState(false);
  if (state.upload) return <Sending ui={ui} />;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t(state.refusal ? "photo.again" : "server.title")}</h2>
      <RefusalNote ui={ui} />
      <p>{t("server.text", { shop: state.visit?.branding.shopName ?? "" })}</p>
      <label class="tick">
        <input
          type="checkbox"
          id="agree-send"
          checked={isTicked}
          onChange={({ currentTarget }) => setTicked(currentTarget.checked)}
        />
        <span>{t("server.agree")}</span>
      </label>
      {isTicked ? (
        <PhotoPicker
          id="photo-send"
          label={t("server.choose")}
          main
          onChoose={(file) => void act.looking.sendPhoto(file)}
        />
      ) : (
        <p class="second">{t("server.missing")}</p>
      )}
      <WithoutFace ui={ui} />
    </div>
  );
}

function Sending({ ui: { state, words } }: { readonly ui: Ui }) {
  const { loadedBytes, totalBytes } = state.upload ?? { loadedBytes: 0, totalBytes: 1 };
  const hasArrived = loadedBytes >= totalBytes;
  const title = words.t(hasArrived ? "server.measuring" : "server.sending");
  const bytes = { loaded: words.megabytes(loadedBytes), total: words.megabytes(totalBytes) };
  return (
    <div class="view">
      <h2 tabIndex={-1}>{title}</h2>
      <progress max={totalBytes} {...(!hasArrived && { value: loadedBytes })} aria-label={title} />
      <p class="second">{hasArrived ? words.t("server.deleted") : words.t("engine.bytes", bytes)}</p>
    </div>
  );
}
