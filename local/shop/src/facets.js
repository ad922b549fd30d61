/** What the list can be narrowed by, and the counts beside each choice. Pure. */

import { capital } from "./units.js";

const SHAPES = [
  "round",
  "oval",
  "panto",
  "square",
  "rectangle",
  "wayfarer",
  "aviator",
  "cat-eye",
  "browline",
  "geometric",
];

/* The same bands that a face analysis names: a frame is chosen about as wide as the face. */
const SIZES = [
  { value: "narrow", label: "Narrow, under 130 mm", has: (mm) => mm < 130 },
  { value: "medium", label: "Medium, 130 to 139 mm", has: (mm) => mm >= 130 && mm < 140 },
  { value: "wide", label: "Wide, from 140 mm", has: (mm) => mm >= 140 },
];

const PRICES = [
  { value: "0-99", label: "Under €100", has: (price) => price < 100 },
  { value: "100-149", label: "€100 to €149", has: (price) => price >= 100 && price < 150 },
  { value: "150-199", label: "€150 to €199", has: (price) => price >= 150 && price < 200 },
  { value: "200-", label: "€200 and over", has: (price) => price >= 200 },
];

const named = (value) => ({ value, label: capital(value.replace("-", " ")) });
const bandOf = (bands, amount) => bands.find((band) => band.has(amount)).value;

/** Each facet: `key` in the address, `label`, `of` a variant its value, `choices` that the catalogue can have. */
export const FACETS = [
  {
    key: "category",
    label: "Kind",
    of: (variant) => variant.category,
    choices: () => ["eyeglasses", "sunglasses"].map(named),
  },
  { key: "shape", label: "Frame shape", of: (variant) => variant.frameShape, choices: () => SHAPES.map(named) },
  {
    key: "colour",
    label: "Colour",
    of: (variant) => variant.colourFamily,
    choices: (variants) => [...new Set(variants.map((variant) => variant.colourFamily))].sort().map(named),
  },
  { key: "size", label: "Frame width", of: (variant) => bandOf(SIZES, variant.frameWidth), choices: () => SIZES },
  { key: "price", label: "Price", of: (variant) => bandOf(PRICES, Number(variant.price)), choices: () => PRICES },
];

/** The models with only those variants that pass every facet; models without any are left out. */
export function narrow(models, chosen, exceptKey = null) {
  const passes = (variant) =>
    FACETS.every(({ key, of }) => key === exceptKey || !chosen[key]?.length || chosen[key].includes(of(variant)));
  return models
    .map((model) => ({ ...model, shown: model.variants.filter(passes) }))
    .filter((model) => model.shown.length);
}

/** How many models each choice of a facet would show, the other facets as they are: `Map(value -> count)`. */
export function counts(models, chosen, facet) {
  const tally = new Map();
  for (const model of narrow(models, chosen, facet.key))
    for (const value of new Set(model.shown.map(facet.of))) tally.set(value, (tally.get(value) ?? 0) + 1);
  return tally;
}

const least = (model) => Math.min(...model.shown.map((variant) => Number(variant.price)));
const width = (model) => model.shown[0].frameWidth;
const liking = (model) => Math.max(...model.shown.map((variant) => variant.popularity));

export const ORDERS = [
  { value: "liked", label: "Most looked at", compare: (a, b) => liking(b) - liking(a) },
  { value: "price", label: "Price, low to high", compare: (a, b) => least(a) - least(b) },
  { value: "price-down", label: "Price, high to low", compare: (a, b) => least(b) - least(a) },
  { value: "narrow", label: "Narrow to wide", compare: (a, b) => width(a) - width(b) },
  { value: "wide", label: "Wide to narrow", compare: (a, b) => width(b) - width(a) },
];

export function inOrder(models, value) {
  const order = ORDERS.find((each) => each.value === value) ?? ORDERS[0];
  return [...models].sort(order.compare);
}
