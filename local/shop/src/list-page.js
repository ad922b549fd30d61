/** The list: choices live in the address; every change draws the page from them again. */

import { readChoices, writeChoices } from "./address.js";
import { startBasket } from "./basket-view.js";
import { modelCard } from "./card.js";
import { byModel, loadCatalogue } from "./catalogue.js";
import { el } from "./dom.js";
import { ORDERS, inOrder, narrow } from "./facets.js";
import { chosenFilters, filterGroups } from "./filters-view.js";
import { drawMasthead } from "./masthead.js";
import { measuredFace, onFaceChange } from "./shopper.js";
import { unreachable } from "./unreachable.js";
import { length, plural } from "./units.js";
import { startWidget } from "./widget.js";

const EAGER = 4; // pictures that are likely in view at once
const at = (id) => document.getElementById(id);

async function start() {
  startBasket(at("basket"));
  startWidget();
  at("order").append(...ORDERS.map(({ value, label }) => el("option", { value }, label)));
  let catalogue;
  try {
    catalogue = await loadCatalogue();
  } catch {
    at("frames").replaceChildren(el("li", { class: "none" }, unreachable()));
    return;
  }
  drawMasthead(at("masthead-frames"), catalogue);
  const models = byModel(catalogue);
  const draw = () => drawList(models);
  at("order").addEventListener("change", () => choose({ ...readChoices(), order: at("order").value }, draw));
  at("filters-toggle").addEventListener("click", toggleFilters);
  addEventListener("popstate", draw);
  onFaceChange(draw);
  draw();
}

function drawList(models) {
  const { chosen, order } = readChoices();
  const draw = () => drawList(models);
  const toggle = (key, value) => choose({ chosen: toggled(chosen, key, value), order }, draw);
  const clear = () => choose({ ...readChoices(""), order }, draw);
  const shown = inOrder(narrow(models, chosen), order);
  const face = measuredFace();
  at("order").value = order;
  at("shelf-count").textContent = plural(shown.length, "model", "models");
  keepingFocus(() => {
    at("filters").replaceChildren(...filterGroups(models, chosen, toggle), done(shown.length));
    at("chosen").replaceChildren(...chosenFilters(models, chosen, toggle, clear));
  });
  at("shelf-face").textContent = face
    ? `The soft band is your face: ${length(face.measurements.faceWidth)} wide.`
    : "";
  at("frames").replaceChildren(
    ...(shown.length
      ? shown.map((model, index) => modelCard(model, face, index < EAGER ? "eager" : "lazy"))
      : [none(clear)]),
  );
  for (const link of document.querySelectorAll("[data-kind]"))
    link.ariaCurrent = chosen.category.join() === link.dataset.kind ? "page" : null;
}

function choose(choices, draw) {
  writeChoices(choices);
  draw();
}

function toggled(chosen, key, value) {
  const values = chosen[key].includes(value) ? chosen[key].filter((each) => each !== value) : [...chosen[key], value];
  return { ...chosen, [key]: values };
}

function keepingFocus(draw) {
  const { id } = document.activeElement;
  draw();
  if (id) at(id)?.focus({ preventScroll: true });
}

function toggleFilters() {
  const open = at("filters-toggle").getAttribute("aria-expanded") !== "true";
  at("filters-toggle").setAttribute("aria-expanded", open);
}

function done(count) {
  return el(
    "button",
    { type: "button", class: "main filters-done", id: "filters-done", onclick: toggleFilters },
    `Show ${plural(count, "model", "models")}`,
  );
}

function none(clear) {
  return el(
    "li",
    { class: "none" },
    el("p", {}, "No frame has all of this at once. Take off a filter to see more."),
    el("button", { type: "button", onclick: clear }, "Clear all filters"),
  );
}

start();
