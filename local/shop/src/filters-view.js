/** The filters beside the list: one group of checkboxes for each facet, with counts. */

import { el } from "./dom.js";
import { FACETS, counts } from "./facets.js";
import { dot } from "./swatch.js";

/** The groups; `toggle(key, value)` is called when a box is ticked or cleared. */
export function filterGroups(models, chosen, toggle) {
  const variants = models.flatMap((model) => model.variants);
  return FACETS.map((facet) => {
    const tally = counts(models, chosen, facet);
    const choices = facet
      .choices(variants)
      .filter(({ value }) => variants.some((variant) => facet.of(variant) === value));
    return el(
      "fieldset",
      {},
      el("legend", {}, facet.label),
      choices.map((choice) => box(facet, choice, tally.get(choice.value) ?? 0, chosen, toggle)),
    );
  });
}

/** The filters in use, each as a button that takes it off. */
export function chosenFilters(models, chosen, toggle, clear) {
  const variants = models.flatMap((model) => model.variants);
  const used = FACETS.flatMap((facet) =>
    facet
      .choices(variants)
      .filter(({ value }) => chosen[facet.key].includes(value))
      .map((choice) => ({ facet, choice })),
  );
  if (!used.length) return [];
  const off = ({ facet, choice }) =>
    el(
      "button",
      { type: "button", "aria-label": `Take off ${choice.label}`, onclick: () => toggle(facet.key, choice.value) },
      choice.label,
      el("span", { "aria-hidden": "true" }, " ×"),
    );
  return [
    ...used.map((each) => el("li", {}, off(each))),
    el("li", {}, el("button", { type: "button", class: "quiet", onclick: clear }, "Clear all")),
  ];
}

function box(facet, { value, label }, count, chosen, toggle) {
  const id = `${facet.key}-${value}`;
  const ticked = chosen[facet.key].includes(value);
  return el(
    "div",
    { class: "choice" },
    el("input", {
      type: "checkbox",
      id,
      checked: ticked,
      disabled: count === 0 && !ticked,
      onchange: () => toggle(facet.key, value),
    }),
    el(
      "label",
      { for: id },
      facet.key === "colour" && dot(value),
      el("span", {}, label),
      el("span", { class: "choice-count" }, count),
    ),
  );
}
