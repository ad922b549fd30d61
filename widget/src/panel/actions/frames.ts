/** Recommendations, why a frame is not among them, and what the shopper puts aside. */

import type { Product, Recommendations, WhyNot } from "../../contract.js";
import type { Course } from "./course.js";

const LIMIT = 6;
const MOST_FAVOURITES = 12;

export interface FrameActions {
  load(): Promise<void>;
  whyNot(productId: string): Promise<void>;
  dismiss(product: Product): Promise<void>;
  toggleFavourite(product: Product): void;
  clicked(product: Product): void;
  viewed(productId: string): void;
  openPage(product: Product): void;
}

export function frameActions(course: Course): FrameActions {
  const { api, attempt, get, host, journal, keep, send, set, words } = course;
  const seen = new Set<string>();

  async function loadFrames(): Promise<void> {
    const found = await send((sessionId) =>
      api.call<Recommendations>("GET", `/v1/recommendations?sessionId=${sessionId}&limit=${LIMIT}`),
    );
    const { recommendations: frames, note, impressionId } = found;
    set({ frames, framesNote: note, impressionId, said: words.count("frames.found", frames.length) });
    host.tell("recommend", { productIds: frames.map(({ productId }) => productId) });
  }

  return {
    load: () => attempt(loadFrames),

    whyNot: (productId) =>
      attempt(async () => {
        const path = `productId=${encodeURIComponent(productId)}&limit=${LIMIT}`;
        const whyNot = await send((sessionId) =>
          api.call<WhyNot>("GET", `/v1/recommendations/why-not?sessionId=${sessionId}&${path}`),
        );
        set({ whyNot, view: "whyNot" });
      }),

    dismiss: async ({ productId }) => {
      journal.record("recommendation_dismissed", { productId });
      set({ frames: get().frames?.filter((frame) => frame.productId !== productId) ?? null });
      await journal.send(); // before the next list is asked for
    },

    toggleFavourite(product) {
      const others = get().favourites.filter(({ productId }) => productId !== product.productId);
      const isNew = others.length === get().favourites.length;
      keep({ favourites: isNew ? [...others, product].slice(-MOST_FAVOURITES) : others });
    },

    clicked: ({ productId }) => journal.record("recommendation_clicked", { productId }),

    /** Once for each list it was shown in. */
    viewed(productId) {
      const key = `${get().impressionId} ${productId}`;
      if (!seen.has(key)) journal.record("recommendation_viewed", { productId });
      seen.add(key);
    },

    openPage(product) {
      journal.record("recommendation_clicked", { productId: product.productId });
      void journal.send();
      host.say({ type: "go", url: product.url });
    },
  };
}
