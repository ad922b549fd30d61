/** Before megabytes are loaded over a line that should carry few. */

import { Button } from "../parts/button.js";
import { WithoutFace } from "../parts/without-face.js";
import type { Ui } from "../ui.js";

const ENGINE_BYTES = 5_000_000; // compressed, at most: the build's budget

export function SaverScreen({ ui }: { readonly ui: Ui }) {
  const { act, words } = ui;
  const { t } = words;
  return (
    <div class="view">
      <h2 tabIndex={-1}>{t("saver.title")}</h2>
      <p>{t("saver.text", { size: words.megabytes(ENGINE_BYTES) })}</p>
      <Button weight="main" onClick={act.looking.loadAnyway}>
        {t("saver.load")}
      </Button>
      <Button onClick={() => act.looking.choose("server")}>{t("server.title")}</Button>
      <WithoutFace ui={ui} />
    </div>
  );
}
