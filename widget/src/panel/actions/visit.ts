/** The visit: begun when it is first needed, and configured by what its start answers. */

import type { Product, SessionStarted } from "../../contract.js";
import type { ToPanel } from "../../protocol.js";
import { wearBranding } from "../theme.js";
import type { State, View, Visit } from "../state.js";
import type { Course } from "./course.js";

export interface VisitActions {
  /** Begins the visit without showing anything. */
  greet(): Promise<void>;
  open(asked: Extract<ToPanel, { type: "open" }>): Promise<void>;
  goTo(view: View): void;
  begin(): Promise<void>;
}

/** The session's start, once at a time. Throws `Problem`. */
export function beginner(): (course: Course) => Promise<Visit> {
  let starting: Promise<Visit> | null = null;
  return (course) => (starting ??= start(course).finally(() => (starting = null)));
}

async function start({ api, host, journal, words, get, keep }: Course): Promise<Visit> {
  const { setup } = host;
  const userId = setup.userId ?? get().userId ?? `guest-${crypto.randomUUID()}`;
  const productId = get().productId;
  const started = await api.call<SessionStarted>("POST", "/v1/ai/session/start", {
    clientId: setup.client,
    userId,
    platform: setup.platform,
    locale: words.locale,
    ...(productId && { productId }),
  });
  const { features, branding } = started.config;
  const visit: Visit = { sessionId: started.sessionId, features, branding };
  keep({ userId, visit });
  wearBranding(branding, setup);
  journal.belongTo(visit.sessionId);
  return visit;
}

/** `onEnter(view)`: what a screen needs when it is gone to. */
export function visitActions(
  course: Course,
  begin: (course: Course) => Promise<Visit>,
  onEnter: (view: View) => void,
) {
  const { attempt, get, host, journal, set } = course;
  let isLoaded = false;

  async function enter(): Promise<Visit> {
    const visit = get().visit ?? (await begin(course));
    if (!isLoaded) {
      isLoaded = true;
      wearBranding(visit.branding, host.setup);
      journal.belongTo(visit.sessionId);
      journal.record("widget_loaded", { widgetLoadTime: Math.round(host.setup.loadTimeMs) });
      host.say({ type: "visit", under: true });
      host.tell("ready", { features: visit.features });
      host.say({ type: "diagnosis", lines: [`visit ${visit.sessionId}`, `features ${namesOf(visit)}`] });
    }
    if (Object.values(visit.features).every((on) => !on)) host.say({ type: "hide" });
    return visit;
  }

  function goTo(view: View): void {
    set({ view, trouble: null, refusal: null, notice: null, confirming: false });
    onEnter(view);
  }

  const actions: VisitActions = {
    greet: () =>
      enter().then(
        () => undefined,
        () => undefined,
      ), // the panel says what is wrong when it is opened

    open: (asked) =>
      attempt(async () => {
        const { features } = await enter();
        journal.record("widget_opened");
        if (get().view === "erased") return; // nothing begins anew unasked
        if (asked.productId) set({ wish: await product(course, asked.productId), productId: asked.productId });
        goTo(firstView(get(), features, asked));
      }),

    goTo,

    begin: async () => {
      set({ view: "entering", erasure: null });
      await actions.open({ type: "open" });
    },
  };
  return actions;
}

function namesOf({ features }: Visit): string {
  const on = Object.entries(features).flatMap(([name, isOn]) => (isOn ? [name] : []));
  return on.join(", ") || "all off";
}

function firstView(state: State, features: Visit["features"], asked: Extract<ToPanel, { type: "open" }>): View {
  if (asked.view === "chat" && features.chat) return "chat";
  if (asked.productId && features.virtualTryOn && features.faceAnalysis) return state.face ? "mirror" : "start";
  if (state.view !== "entering" && state.view !== "off") return state.view;
  if (state.face) return "result";
  if (features.faceAnalysis) return "start";
  if (features.recommendations) return "frames";
  return features.chat ? "chat" : "off";
}

/** A product by its id, null when the shop does not have it: the panel then opens without. */
async function product(course: Course, productId: string): Promise<Product | null> {
  const path = (sessionId: string): string =>
    `/v1/recommendations/why-not?sessionId=${sessionId}&productId=${encodeURIComponent(productId)}`;
  try {
    return (await course.send((sessionId) => course.api.call<{ product: Product }>("GET", path(sessionId)))).product;
  } catch {
    return null;
  }
}
