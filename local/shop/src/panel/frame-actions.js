/** Recommendations and the chat. */

import { call } from "./api.js";
import { record } from "./events.js";

const LIMIT = 6;

export function frameActions({ attempt, get, keep, note, send, set }) {
  return {
    loadFrames: async () => {
      const found = await send((sessionId) =>
        call("GET", `/v1/recommendations?sessionId=${sessionId}&limit=${LIMIT}`),
      );
      set({ frames: found.recommendations, note: found.note, impressionId: found.impressionId });
    },

    say: (text) => {
      set({ view: "chat", draft: "", messages: [...get().messages, { by: "shopper", text }] });
      return attempt(async () => {
        const said = await send((sessionId) => call("POST", "/v1/ai/chat", { sessionId, message: text }));
        keep({ messages: [...get().messages, message(said)] });
        record("chat_message");
        set({ frames: null });
      });
    },

    draft: (text) => note({ draft: text }),
  };
}

function message({ reply, products, suggestions, handover }) {
  return { by: "shop", text: reply, products, suggestions, handover };
}
