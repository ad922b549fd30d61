/** The fit ruler: a face's length as a soft band with its error, a frame's length as a crisp mark. */

import type { Product } from "../../contract.js";
import type { Length } from "../../faces/measurement.js";
import type { TextKey, Words } from "../words.js";

/** What can be laid on a ruler; `from` and `to` are its ends in mm. */
export interface Ruler {
  readonly name: "width" | "centres";
  readonly from: number;
  readonly to: number;
  readonly label: TextKey;
  readonly self: TextKey;
  readonly of: (frame: Product) => number;
}

export const WIDTH: Ruler = {
  name: "width",
  from: 108,
  to: 160,
  label: "ruler.width",
  self: "ruler.widthSelf",
  of: ({ frameWidth }) => frameWidth,
};
export const CENTRES: Ruler = {
  name: "centres",
  from: 50,
  to: 82,
  label: "ruler.centres",
  self: "ruler.centresSelf",
  of: ({ lensWidth, bridge }) => lensWidth + bridge,
};

interface Props {
  readonly ruler: Ruler;
  readonly frame: Product;
  readonly person: Length | null;
  /** The fit in the API's own words; without them the difference is stated and not judged. */
  readonly said?: string | undefined;
  readonly words: Words;
}

export function FitRuler({ ruler, frame, person, said, words }: Props) {
  const mark = ruler.of(frame);
  const { t, mm, length } = words;
  const facts = { label: t(ruler.label), mark: mm(mark), self: t(ruler.self) };
  const difference = said ?? (person && inWords(ruler, mark - person.mm, words));
  const number = Math.round(mark * 10) / 10;
  return (
    <figure class="ruler">
      <div class="ruler-rule" dir="ltr">
        <Drawing ruler={ruler} mark={mark} person={person} />
        <span class="ruler-number" aria-hidden="true" style={{ "--at": share(ruler, mark) }}>
          {number.toLocaleString(words.locale)}
        </span>
      </div>
      <figcaption>
        {difference && <strong dir="auto">{difference}</strong>}
        <span class="second">
          {person ? t("ruler.both", { ...facts, length: length(person) }) : t("ruler.alone", facts)}
        </span>
      </figcaption>
    </figure>
  );
}

/** A face by itself on the rule that frames will be laid on. */
export function FaceRuler({ person, words }: { readonly person: Length; readonly words: Words }) {
  return (
    <figure class="ruler">
      <div class="ruler-rule" dir="ltr">
        <Drawing ruler={WIDTH} mark={null} person={person} />
        <span class="ruler-number" dir="auto" aria-hidden="true" style={{ "--at": share(WIDTH, person.mm) }}>
          {words.length(person)}
        </span>
      </div>
    </figure>
  );
}

function inWords({ name }: Ruler, byMm: number, { t, mm }: Words): string {
  const by = Math.round(byMm);
  if (by === 0) return t(`ruler.${name}Same`);
  return t(by < 0 ? `ruler.${name}Less` : `ruler.${name}More`, { mm: mm(Math.abs(by)) });
}

/** Drawn in mm and stretched sideways only; strokes keep their width. The caption says it all in words. */
function Drawing({ ruler, mark, person }: Pick<Props, "ruler" | "person"> & { readonly mark: number | null }) {
  const { from, to } = ruler;
  return (
    <svg viewBox={`0 0 ${to - from} 24`} preserveAspectRatio="none" aria-hidden="true">
      {person && <Band ruler={ruler} person={person} errors={2} />}
      {person && <Band ruler={ruler} person={person} errors={1} />}
      {person && <Upright x={place(ruler, person.mm)} top={4} name="ruler-mean" />}
      {Array.from({ length: to - from + 1 }, (_, index) => (
        <Upright key={index} x={index} top={tickTop(from + index)} name="ruler-tick" />
      ))}
      {mark !== null && <Upright x={place(ruler, mark)} top={0} name="ruler-mark" />}
    </svg>
  );
}

/** The mean and `errors` standard deviations on either side. */
function Band({ ruler, person, errors }: { readonly ruler: Ruler; readonly person: Length; readonly errors: 1 | 2 }) {
  const from = place(ruler, person.mm - errors * person.plusMinusMm);
  const to = place(ruler, person.mm + errors * person.plusMinusMm);
  return <rect class={`ruler-band-${errors}`} x={from} y={4} width={to - from} height={20} />;
}

function Upright({ x, top, name }: { readonly x: number; readonly top: number; readonly name: string }) {
  return <line class={name} x1={x} x2={x} y1={top} y2={24} vector-effect="non-scaling-stroke" />;
}

function tickTop(mm: number): number {
  if (mm % 10 === 0) return 14;
  return mm % 5 === 0 ? 18 : 21;
}

/** Where a length lies, in mm from the ruler's beginning; what lies beyond stays at the end. */
function place({ from, to }: Ruler, mm: number): number {
  return Math.min(to, Math.max(from, mm)) - from;
}

function share(ruler: Ruler, mm: number): string {
  return `${(100 * place(ruler, mm)) / (ruler.to - ruler.from)}%`;
}
