/** The chat: what was said, the frames it led to, and short replies to tap. */

import { useEffect, useRef } from "preact/hooks";
import { Button } from "../parts/button.js";
import { FrameCard } from "../parts/frame-card.js";
import type { Message } from "../state.js";
import type { Ui } from "../ui.js";

const LONGEST = 2000; // of a message, by the contract

export function ChatScreen({ ui }: { readonly ui: Ui }) {
  const { state, words } = ui;
  const { t } = words;
  const { messages, busy } = state;
  const last = messages.at(-1);
  const asked = messages.findLast(({ by }) => by === "shopper");
  const askedAt = useRef<HTMLLIElement>(null);
  useEffect(() => askedAt.current?.scrollIntoView({ block: "start" }), [messages.length]);
  const replies = last ? (last.suggestions ?? []) : [t("chat.opener1"), t("chat.opener2"), t("chat.opener3")];
  return (
    <div class="view chat">
      <h2 tabIndex={-1}>{t("chat.title")}</h2>
      {!last && <p class="second">{t("chat.lead")}</p>}
      <div role="log" aria-label={t("chat.log")}>
        <ol class="messages">
          {messages.map((message, index) => (
            <Said key={index} message={message} place={message === asked ? askedAt : null} ui={ui} />
          ))}
        </ol>
      </div>
      {busy && <p class="typing second">{t("chat.busy")}</p>}
      {!busy && replies.length > 0 && <Replies replies={replies} isOpening={!last} ui={ui} />}
      <Field ui={ui} />
    </div>
  );
}

interface SaidProps {
  readonly message: Message;
  readonly place: { current: HTMLLIElement | null } | null;
  readonly ui: Ui;
}

function Said({ message, place, ui }: SaidProps) {
  const { by, text, products, handover } = message;
  const { t } = ui.words;
  return (
    <li class={`message by-${by}`} {...(place && { ref: place })}>
      <p dir="auto">
        <span class="unseen">{t(by === "shop" ? "chat.shop" : "chat.you")}: </span>
        {text}
      </p>
      {products && products.length > 0 && (
        <ul class="cards">
          {products.map((product) => (
            <FrameCard key={product.productId} found={{ ...product, product }} ui={ui} />
          ))}
        </ul>
      )}
      {handover && <p class="note">{t("chat.handover")}</p>}
    </li>
  );
}

function Replies({
  replies,
  isOpening,
  ui,
}: {
  readonly replies: readonly string[];
  readonly isOpening: boolean;
  readonly ui: Ui;
}) {
  const { act, words } = ui;
  return (
    <ul class="replies" aria-label={words.t(isOpening ? "chat.openers" : "chat.replies")}>
      {replies.map((text) => (
        <li key={text}>
          <Button onClick={() => void act.chat.say(text)}>{text}</Button>
        </li>
      ))}
    </ul>
  );
}

function Field({ ui: { state, act, words } }: { readonly ui: Ui }) {
  const submit = (event: Event): void => {
    event.preventDefault();
    const text = state.draft.trim();
    if (text && !state.busy) void act.chat.say(text);
  };
  return (
    <form class="chat-form" onSubmit={submit}>
      <input
        id="chat-text"
        type="text"
        dir="auto"
        autoComplete="off"
        maxLength={LONGEST}
        placeholder={words.t("chat.field")}
        aria-label={words.t("chat.field")}
        value={state.draft}
        onInput={({ currentTarget }) => act.chat.write(currentTarget.value)}
      />
      <Button weight="main" type="submit">
        {words.t("chat.send")}
      </Button>
    </form>
  );
}
