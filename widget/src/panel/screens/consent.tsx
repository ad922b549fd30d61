/** Before any camera or photo: what for, where, what is kept, how to take it back; an unticked box. */

import { useState } from "preact/hooks";
import { Button } from "../parts/button.js";
import { WithoutFace } from "../parts/without-face.js";
import type { Ui } from "../ui.js";
import type { TextKey } from "../words.js";

const TERMS: readonly (readonly [TextKey, TextKey])[] = [
  ["consent.purpose", "consent.purposeText"],
  ["consent.device", "consent.deviceText"],
  ["consent.kept", "consent.keptText"],
  ["consent.withdraw", "consent.withdrawText"],
];

export function ConsentScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { t } = words;
  const [isTicked, setTicked] = useState(false);
  const [isMissed, setMissed] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isTicked) void act.privacy.agree(state.way ?? "camera", act.looking.choose);
    else setMissed(true);
  };
  return (
    <form class="view" onSubmit={submit} noValidate>
      <h2 tabIndex={-1}>{t("consent.title")}</h2>
      <dl class="terms">
        {TERMS.map(([name, text]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{t(text, { shop: state.visit?.branding.shopName ?? "" })}</dd>
          </div>
        ))}
      </dl>
      <label class="tick">
        <input
          type="checkbox"
          id="agree"
          checked={isTicked}
          aria-describedby="agree-missing"
          onChange={({ currentTarget }) => setTicked(currentTarget.checked)}
        />
        <span>{t("consent.agree")}</span>
      </label>
      <p class="field-note" id="agree-missing" role="alert">
        {isMissed && !isTicked ? t("consent.missing") : ""}
      </p>
      <Button weight="main" type="submit" disabled={state.busy}>
        {t("continue")}
      </Button>
      <WithoutFace ui={ui} />
    </form>
  );
}
