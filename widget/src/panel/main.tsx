/** Where the panel begins: it meets the shop's page, and puts its parts together. */

import { render } from "preact";
import { basketActions } from "./actions/basket.js";
import { chatActions } from "./actions/chat.js";
import { createCourse } from "./actions/course.js";
import { equipment } from "./actions/equipment.js";
import { frameActions } from "./actions/frames.js";
import { lookingActions } from "./actions/looking.js";
import { measuredFace } from "./actions/measured.js";
import { privacyActions } from "./actions/privacy.js";
import { tryingActions } from "./actions/trying.js";
import { beginner, visitActions } from "./actions/visit.js";
import { createApi } from "./api.js";
import { meetHost } from "./host.js";
import type { Host } from "./host.js";
import { openJournal } from "./journal.js";
import { openMemory } from "./memory.js";
import { Panel } from "./panel.js";
import { FRESH } from "./state.js";
import type { View } from "./state.js";
import { createStore } from "./store.js";
import { openStudio } from "./studio.js";
import { wearStyle, wearTheme } from "./theme.js";
import type { Actions } from "./ui.js";
import { reportVitals } from "./vitals.js";
import { loadWords } from "./words.js";

const RELEASE_FOLDER = new URL("./", document.baseURI);
const FACE_VIEWS: readonly View[] = ["camera", "mirror"];

void meetHost().then(start);

async function start(host: Host): Promise<void> {
  const { setup } = host;
  wearTheme(setup.theme);
  wearStyle(setup.style);
  const words = await loadWords(setup.locale);
  [document.documentElement.lang, document.documentElement.dir] = [words.language, words.dir];
  document.title = words.t("title");

  const api = createApi(apiEndpoint(), setup.key, host.origin);
  const memory = openMemory(setup.client);
  const journal = openJournal(api, setup.client);
  const store = createStore({ ...FRESH, ...memory.read(), productId: setup.productId, online: navigator.onLine });
  const begin = beginner();
  const course = createCourse({ api, host, journal, words, store, memory, begin });

  const studio = openStudio(RELEASE_FOLDER, {
    onLook(look) {
      actions.looking.onLook(look);
      if (look.state !== store.get().faceInMirror) store.set({ faceInMirror: look.state });
    },
    onWorn: (worn) => actions.trying.onWorn(worn),
    onCameraLost: () => actions.trying.onCameraLost(),
  });
  const ready = equipment(course, studio);
  const measured = measuredFace(course, studio);
  const actions: Actions = {
    visit: visitActions(course, begin, (view) => entered(view)),
    looking: lookingActions({ course, studio, equipment: ready, measured, afterwards: () => afterwards() }),
    measured,
    frames: frameActions(course),
    chat: chatActions(course),
    trying: tryingActions(course, studio, ready),
    basket: basketActions(course),
    privacy: privacyActions(course, forgetFace),
    close: () => host.say({ type: "close" }),
  };

  function forgetFace(): void {
    const { picture } = store.get();
    if (picture) URL.revokeObjectURL(picture.url);
    studio.clear();
  }

  /** With a face: to the frame that was asked for, else to what the look said. */
  function afterwards(): void {
    if (store.get().wish) void actions.trying.enter();
    else actions.visit.goTo("result");
  }

  function entered(view: View): void {
    if (!FACE_VIEWS.includes(view)) actions.trying.leave();
    if (view === "frames") void actions.frames.load();
    if (view === "kept") void actions.privacy.load();
    if (view === "mirror") void actions.trying.enter();
  }

  let last = store.get().view;
  let isDrawn = false;
  store.listen((state) => {
    if (state.view !== last && !FACE_VIEWS.includes(state.view)) actions.trying.leave();
    last = state.view;
    render(<Panel ui={{ state, act: actions, words, studio }} />, document.body);
    if (!isDrawn) host.say({ type: "drawn" });
    isDrawn = true;
  });
  addEventListener("online", () => {
    store.set({ online: true });
    void measured.resend();
  });
  addEventListener("offline", () => store.set({ online: false }));
  addEventListener("keydown", ({ key }) => key === "Escape" && actions.close());
  addEventListener("pagehide", () => studio.clear());
  reportErrors(host, journal);

  host.listen((message) => {
    switch (message.type) {
      case "open":
        return void actions.visit.open(message);
      case "closed":
        return actions.trying.leave();
      case "product":
        return store.set({ productId: message.productId });
      case "style":
        wearTheme(message.theme);
        return wearStyle(message.style);
      case "track":
        return journal.record(message.event.type, { ...message.event, type: message.event.type });
      case "cart":
        return actions.basket.answered(message);
    }
  });
  store.set({});
  reportVitals(journal);
  if (setup.start === "visit") await actions.visit.greet();
}

/** Empty where API and widget share an address. */
function apiEndpoint(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="api-endpoint"]')?.content ?? "";
}

function reportErrors(host: Host, journal: ReturnType<typeof openJournal>): void {
  const report = (message: string): void => {
    journal.record("widget_error", { code: "SCRIPT" });
    host.tell("error", { code: "SCRIPT", message });
  };
  addEventListener("error", ({ message }) => report(message));
  addEventListener("unhandledrejection", ({ reason }) => report(String(reason)));
}
