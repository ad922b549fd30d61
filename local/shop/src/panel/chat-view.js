/** The chat: what was said, the frames it led to, and short replies to tap. */

import { el } from "../dom.js";
import { frameCard } from "./frame-card.js";

const OPENERS = [
  "I need sunglasses for outdoor activities",
  "Light frames for long days",
  "Something bold under €150",
];
const LONGEST = 2000; // of a message, by the contract

export function chatView(state, journey) {
  const { messages, busy, face } = state;
  const last = messages.at(-1);
  const asked = messages.findLast(({ by }) => by === "shopper");
  const replies = last ? (last.suggestions ?? []) : OPENERS;
  return el(
    "div",
    { class: "view chat" },
    el("h3", { tabindex: "-1" }, "Ask about frames"),
    !last &&
      el(
        "p",
        { class: "second" },
        "Say what they are for, what you like, or what you want to spend. A photo is not needed.",
      ),
    el(
      "ol",
      { class: "messages" },
      messages.map((message) => said(message, message === asked, face)),
    ),
    busy && el("p", { class: "second typing" }, "Looking through the shop"),
    !busy && replies.length > 0 && quickReplies(replies, journey),
    input(state, journey),
  );
}

/** `asked`: the shopper's last message, which the answer is read from. */
function said(message, asked, face) {
  return el(
    "li",
    { class: `message message-${message.by}`, "data-asked": asked },
    el("p", {}, el("span", { class: "unseen" }, message.by === "shop" ? "Shop: " : "You: "), message.text),
    message.products?.length > 0 &&
      el(
        "ul",
        { class: "frame-cards" },
        message.products.map((product) => frameCard({ ...product, product }, face)),
      ),
    message.handover &&
      el("p", { class: "note" }, "This is one for a person. Write to the shop, and an optician answers."),
  );
}

function quickReplies(replies, journey) {
  const reply = (text) => el("li", {}, el("button", { type: "button", onclick: () => journey.say(text) }, text));
  return el("ul", { class: "replies", "aria-label": "Short replies" }, replies.map(reply));
}

function input({ draft, busy }, journey) {
  const field = el("input", {
    id: "chat-text",
    autocomplete: "off",
    maxlength: LONGEST,
    placeholder: "Your message",
    "aria-label": "Your message",
    value: draft,
    oninput: () => journey.draft(field.value),
  });
  const submit = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text && !busy) journey.say(text);
  };
  return el(
    "form",
    { class: "chat-form", onsubmit: submit },
    field,
    el("button", { type: "submit", class: "main" }, "Send"),
  );
}
