/** Why a frame stands where it stands: each reason's bar begins where the last one ended, up to the score. */

import type { Reason } from "../../contract.js";
import type { Words } from "../words.js";

interface Props {
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly words: Words;
}

export const points = (share: number): number => Math.round(100 * share);

export function WhyThis({ score, reasons, words }: Props) {
  return (
    <details class="why">
      <summary>
        {words.t("card.why")} <span class="second">{words.t("card.points", { points: points(score) })}</span>
      </summary>
      <ReasonBars score={score} reasons={reasons} words={words} />
    </details>
  );
}

/** Whole points are taken from the running sum, so that they add up as the bars do. */
export function ReasonBars({ score, reasons, words }: Props) {
  let reached = 0;
  return (
    <ul class="why-bars">
      {reasons.map(({ term, text, contribution }) => {
        const before = reached;
        reached += contribution;
        const by = points(reached) - points(before);
        const from = Math.min(before, reached);
        return <Bar key={term} text={text} number={by < 0 ? `−${-by}` : `+${by}`} from={from} by={contribution} />;
      })}
      <Bar text={words.t("card.together")} number={`${points(score)}`} from={0} by={score} name="why-sum" />
    </ul>
  );
}

interface BarProps {
  readonly text: string;
  readonly number: string;
  readonly from: number;
  readonly by: number;
  readonly name?: string;
}

function Bar({ text, number, from, by, name = "" }: BarProps) {
  const style = { "--from": `${100 * from}%`, "--share": `${100 * Math.abs(by)}%` };
  return (
    <li class={name}>
      <span dir="auto">{text}</span>
      <span class="number" dir="ltr">
        {number}
      </span>
      <span class="why-track">
        <span class={by < 0 ? "why-bar less" : "why-bar"} aria-hidden="true" style={style} />
      </span>
    </li>
  );
}
