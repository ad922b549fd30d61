/** The chat. */

import type { ChatReply } from "../../contract.js";
import type { Message } from "../state.js";
import type { Course } from "./course.js";

export interface ChatActions {
  say(text: string): Promise<void>;
  write(draft: string): void;
}

export function chatActions({ api, attempt, get, host, journal, keep, send, set }: Course): ChatActions {
  return {
    say(text) {
      const asked: Message = { by: "shopper", text };
      keep({ messages: [...get().messages, asked] });
      set({ view: "chat", draft: "" });
      return attempt(async () => {
        const said = await send((sessionId) =>
          api.call<ChatReply>("POST", "/v1/ai/chat", { sessionId, message: text }),
        );
        keep({ messages: [...get().messages, messageOf(said)] });
        set({ frames: null, said: said.reply });
        journal.record("chat_message");
        if (said.products.length) host.tell("recommend", { productIds: said.products.map((each) => each.productId) });
      });
    },
    write: (draft) => set({ draft }),
  };
}

function messageOf({ reply, products, suggestions, handover }: ChatReply): Message {
  return { by: "shop", text: reply, products, suggestions, handover };
}
