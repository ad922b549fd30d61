/** What the look said: shape with its doubt, lengths with their errors, and the shopper's own word. */

import type { FaceReply } from "../../contract.js";
import { turnedFromDegrees } from "../../../../shared/faces/data/notes.json";
import { Button } from "../parts/button.js";
import { FaceRuler } from "../parts/fit-ruler.js";
import { modelName } from "../parts/frame-picture.js";
import { SHAPES, shapeName, shapeWords } from "../parts/shape-words.js";
import type { Ui } from "../ui.js";

const SHOWN = 2; // of the candidates
const MEASURES = [
  "pupillaryDistance",
  "faceWidth",
  "faceLength",
  "templeWidth",
  "bridgeWidth",
  "eyeHeight",
  "browHeight",
] as const;

export function ResultScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { face } = state;
  const { t } = words;
  if (!face) return null;
  return (
    <div class="view">
      <div class="finding">
        <p class="second">{t("result.eyebrow")}</p>
        <h2 tabIndex={-1}>{shapeWords(face, words)}</h2>
      </div>
      <Likely face={face} ui={ui} />
      {!face.faceShape && <p>{t("result.between")}</p>}
      <NextSteps ui={ui} />
      <section>
        <h3>{t("result.sizes")}</h3>
        {face.measurements["faceWidth"] && <FaceRuler person={face.measurements["faceWidth"]} words={words} />}
        <dl class="facts">
          <div>
            <dt>{t("result.band")}</dt>
            <dd>{t(`band.${face.sizeBand}`)}</dd>
          </div>
          {MEASURES.map((name) => {
            const length = face.measurements[name];
            return (
              length && (
                <div key={name}>
                  <dt>{t(`measure.${name}`)}</dt>
                  <dd>{words.length(length)}</dd>
                </div>
              )
            );
          })}
        </dl>
      </section>
      {remarks(face, ui).map((remark) => (
        <p class="second" key={remark}>
          {remark}
        </p>
      ))}
      <Correction face={face} ui={ui} />
      <Button weight="quiet" onClick={() => act.visit.goTo("start")}>
        {t("result.again")}
      </Button>
    </div>
  );
}

function NextSteps({ ui: { state, act, words } }: { readonly ui: Ui }) {
  const features = state.visit?.features;
  const { wish } = state;
  const { t } = words;
  const mirror = features?.virtualTryOn && (
    <Button weight={wish ? "main" : "plain"} onClick={() => void act.trying.enter()}>
      {wish ? t("result.mirrorOne", { product: modelName(wish) }) : t("result.mirror")}
    </Button>
  );
  return (
    <div class="steps">
      {wish && mirror}
      {features?.recommendations && (
        <Button weight={wish ? "plain" : "main"} onClick={() => act.visit.goTo("frames")}>
          {t("result.frames")}
        </Button>
      )}
      {!wish && mirror}
    </div>
  );
}

function Likely({ face, ui: { words } }: { readonly face: FaceReply; readonly ui: Ui }) {
  return (
    <ul class="likely" aria-label={words.t("result.likely")}>
      {face.candidates.slice(0, SHOWN).map(({ shape, probability }) => (
        <li key={shape}>
          <span>{shapeName(shape, words)}</span>
          <span class="likely-track" aria-hidden="true">
            <span class="likely-bar" style={{ "--share": `${100 * probability}%` }} />
          </span>
          <span class="number">{words.percent(probability)}</span>
        </li>
      ))}
    </ul>
  );
}

/** How far the numbers may be trusted, and what makes them better. */
function remarks(face: FaceReply, { words: { t } }: Ui): string[] {
  const yaw = Math.round(Math.abs(face.pose.yaw));
  const isTurned = yaw > turnedFromDegrees;
  return [
    ...(isTurned ? [t("result.turned", { yaw })] : []),
    t(`result.scale.${face.scaleSource}`),
    t("result.error"),
  ];
}

function Correction({ face, ui: { act, words } }: { readonly face: FaceReply; readonly ui: Ui }) {
  return (
    <details class="correction">
      <summary>{words.t("result.correct")}</summary>
      <fieldset>
        <legend>{words.t("result.correctLegend")}</legend>
        {SHAPES.map((shape) => (
          <span class="choice" key={shape}>
            <input
              type="radio"
              name="shape"
              id={`own-${shape}`}
              checked={face.faceShape === shape}
              onChange={() => void act.measured.correct(shape)}
            />
            <label for={`own-${shape}`}>{shapeName(shape, words)}</label>
          </span>
        ))}
      </fieldset>
    </details>
  );
}
