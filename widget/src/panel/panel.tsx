/** The panel: head, the screen of the present view, and the way to the others. Draws the state, nothing else. */

import { useEffect, useRef } from "preact/hooks";
import { TroubleNote } from "./parts/trouble-note.js";
import { CameraScreen } from "./screens/camera.js";
import { ConsentScreen } from "./screens/consent.js";
import { FramesScreen } from "./screens/frames.js";
import { PhotoScreen } from "./screens/photo.js";
import { ResultScreen } from "./screens/result.js";
import { useScreen } from "./screens/screens.js";
import type { Screens } from "./screens/screens.js";
import { StartScreen } from "./screens/start.js";
import type { View } from "./state.js";
import type { Ui } from "./ui.js";

const FIRST: Screens = {
  start: StartScreen,
  consent: ConsentScreen,
  camera: CameraScreen,
  photo: PhotoScreen,
  result: ResultScreen,
  frames: FramesScreen,
  off: OffScreen,
};

export function Panel({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { Screen, isLost, retry } = useScreen(FIRST, state.view);
  const trouble = isLost ? { text: words.t("problem.OFFLINE"), waitS: 0, retry } : state.trouble;
  const body = useRef<HTMLElement>(null);
  useEffect(() => {
    body.current?.scrollTo(0, 0);
    body.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }, [state.view, Screen]);
  return (
    <div class="panel">
      <header class="head">
        <h1>{words.t("title")}</h1>
        <button type="button" class="button quiet" onClick={act.close}>
          {words.t("close")}
        </button>
      </header>
      <main class="body" ref={body} data-view={state.view}>
        {!state.online && <p class="note">{words.t("notice.offline")}</p>}
        {state.notice && <p class="note">{state.notice}</p>}
        {Screen ? <Screen ui={ui} /> : !trouble && <Entering ui={ui} />}
        {trouble && <TroubleNote trouble={trouble} words={words} />}
      </main>
      {state.visit && state.view !== "erased" && <Steps ui={ui} />}
      <p class="unseen" role="status">
        {state.said}
      </p>
    </div>
  );
}

const FIT_VIEWS: readonly View[] = ["start", "consent", "camera", "photo", "saver", "server", "distance", "result"];

function Steps({ ui }: { readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { faceAnalysis, recommendations, chat, virtualTryOn } = state.visit?.features ?? {};
  const step = (name: "fit" | "frames" | "mirror" | "ask" | "kept", isHere: boolean, go: () => void) => (
    <button type="button" key={name} id={`step-${name}`} aria-current={isHere ? "step" : undefined} onClick={go}>
      {words.t(`nav.${name}`)}
    </button>
  );
  return (
    <nav class="steps-bar" aria-label={words.t("nav.label")}>
      {faceAnalysis &&
        step("fit", FIT_VIEWS.includes(state.view), () => act.visit.goTo(state.face ? "result" : "start"))}
      {recommendations && step("frames", ["frames", "whyNot"].includes(state.view), () => act.visit.goTo("frames"))}
      {virtualTryOn &&
        faceAnalysis &&
        step("mirror", ["mirror", "compare", "share"].includes(state.view), () => void act.trying.enter())}
      {chat && step("ask", state.view === "chat", () => act.visit.goTo("chat"))}
      {step("kept", state.view === "kept", () => act.visit.goTo("kept"))}
    </nav>
  );
}

function Entering({ ui: { words } }: { readonly ui: Ui }) {
  return (
    <div class="view" role="status" aria-label={words.t("oneMoment")}>
      <div class="ghost ghost-line" />
      <div class="ghost" />
    </div>
  );
}

function OffScreen({ ui: { words } }: { readonly ui: Ui }) {
  return (
    <div class="view">
      <h2 tabIndex={-1}>{words.t("off.title")}</h2>
      <p>{words.t("off.text")}</p>
    </div>
  );
}
