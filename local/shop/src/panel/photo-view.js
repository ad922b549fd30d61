/** Choosing or taking a photo, its way to the shop, and the measuring. */

import { el } from "../dom.js";
import { megabytes, moment } from "../units.js";
import { withoutPhoto } from "./consent-view.js";

const PREVIEW_PX = 320;

export function photoView({ receipt, refusal, session }, journey) {
  return el(
    "div",
    { class: "view" },
    el("h3", { tabindex: "-1" }, refusal ? "Another photo, please" : "One photo, from the front"),
    refusal && el("p", { class: "note note-attention", role: "alert" }, refusal),
    el(
      "ul",
      { class: "tips" },
      el("li", {}, "Face a window, with your eyes at the height of the camera."),
      el("li", {}, "Take your glasses off, and hair from your forehead."),
      el("li", {}, "Only you in the picture, about an arm’s length away."),
    ),
    el(
      "div",
      { class: "photo-ways" },
      el("div", { class: "way-camera" }, picker("photo-take", "Take a photo", journey, "user")),
      el(
        "div",
        { class: "photo-way" },
        picker("photo-choose", refusal ? "Choose another photo" : "Choose a photo", journey),
      ),
    ),
    ownDistance(),
    withoutPhoto(session, journey),
    receipt && receiptNote(receipt),
  );
}

/** A pupillary distance that an optician once told: all sizes become as exact as it is. */
function ownDistance() {
  return el(
    "details",
    { class: "own-distance" },
    el("summary", {}, "You know your pupillary distance?"),
    el("label", { for: "own-distance" }, "In mm, from your glasses prescription"),
    el("input", { type: "number", id: "own-distance", inputmode: "decimal", min: 45, max: 82, step: 0.5 }),
  );
}

export function measuringView({ photo, sent, total, problem }, journey) {
  if (problem)
    return el("div", { class: "view" }, el("h3", { tabindex: "-1" }, "The photo is still here"), back(journey));
  const arrived = sent >= total;
  const canvas = el("canvas", {
    class: "preview",
    role: "img",
    "aria-label": "Your photo",
    width: PREVIEW_PX,
    height: PREVIEW_PX,
  });
  drawPreview(canvas, photo);
  return el(
    "div",
    { class: "view" },
    el("h3", { tabindex: "-1" }, arrived ? "Measuring" : "Sending your photo"),
    canvas,
    el("progress", { max: total, ...(!arrived && { value: sent }), "aria-label": arrived ? "Measuring" : "Sending" }),
    el(
      "p",
      { class: "second" },
      arrived ? "Usually a few seconds. Then the photo is deleted." : `${megabytes(sent)} of ${megabytes(total)} MB`,
    ),
  );
}

/** `camera`: which one to open at once, where the device can. */
function picker(id, label, journey, camera) {
  const choose = ({ target }) => {
    const own = target.closest(".view").querySelector("#own-distance").value;
    if (target.files[0]) journey.measure(target.files[0], own);
  };
  return [
    el("input", { type: "file", id, accept: "image/*", class: "unseen", capture: camera, onchange: choose }),
    el("label", { for: id, class: "main" }, label),
  ];
}

function receiptNote(receipt) {
  return el(
    "details",
    { class: "receipt" },
    el("summary", {}, "Your receipt"),
    el("p", {}, receipt.text),
    el("p", { class: "second" }, `Number ${receipt.consentId}. Ends on ${moment(receipt.expiresAt)}.`),
  );
}

function back(journey) {
  return el(
    "button",
    { type: "button", class: "quiet", onclick: () => journey.goTo("photo") },
    "Choose another photo",
  );
}

/** A canvas rather than a blob address, which a strict content security policy refuses. A file that is no picture
    shows none: the API says what is wrong with it. */
let decoded = { photo: null, picture: null };

async function drawPreview(canvas, photo) {
  if (decoded.photo !== photo) decoded = { photo, picture: createImageBitmap(photo).catch(() => null) };
  const picture = await decoded.picture;
  canvas.hidden = !picture;
  if (!picture) return;
  const scale = Math.max(PREVIEW_PX / picture.width, PREVIEW_PX / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  canvas.getContext("2d").drawImage(picture, (PREVIEW_PX - width) / 2, (PREVIEW_PX - height) / 2, width, height);
}
