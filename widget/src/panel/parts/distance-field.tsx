/** The pupillary distance that an optician once told. */

import { useState } from "preact/hooks";
import { references } from "../../../../shared/faces/data/size.json";
import type { Ui } from "../ui.js";

const [LEAST_MM = 45, MOST_MM = 82] = references.pupillaryDistance.rangeMm;

interface Props {
  readonly ui: Ui;
  readonly label: string;
}

export function DistanceField({ ui: { state, act, words }, label }: Props) {
  const [text, setText] = useState(state.distanceMm === null ? "" : String(state.distanceMm));
  const isBad = text.trim() !== "" && distanceOf(text) === null;
  return (
    <div class="field">
      <label for="own-distance">{label}</label>
      <input
        id="own-distance"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-invalid={isBad}
        aria-describedby="own-distance-note"
        onInput={({ currentTarget: { value } }) => {
          setText(value);
          act.measured.distance(distanceOf(value));
        }}
      />
      <p class="field-note" id="own-distance-note" role="alert">
        {isBad ? words.t("pd.bad") : ""}
      </p>
    </div>
  );
}

/** mm; null for what is no believable pupillary distance. A comma may be the decimal point, and digits Arabic. */
function distanceOf(text: string): number | null {
  const mm = Number(
    text
      .trim()
      .replace(/[,٫]/, ".")
      .replace(/[٠-٩]/g, (digit) => String("٠١٢٣٤٥٦٧٨٩".indexOf(digit))),
  );
  return text.trim() !== "" && mm >= LEAST_MM && mm <= MOST_MM ? mm : null;
}
