/** The shop's own catalogue: variants as stored, grouped by model. */

export async function loadCatalogue() {
  const reply = await fetch("/shop/catalogue.json");
  if (!reply.ok) throw new Error(`catalogue: ${reply.status}`);
  return reply.json();
}

/** Models in the order of the catalogue: `{modelId, variants}`. */
export function byModel(variants) {
  const models = new Map();
  for (const variant of variants) {
    const model = models.get(variant.modelId) ?? { modelId: variant.modelId, variants: [] };
    model.variants.push(variant);
    models.set(variant.modelId, model);
  }
  return [...models.values()];
}

/** One variant of each colour. */
export function coloursOf(variants) {
  return firstOf(variants, (variant) => variant.colour);
}

/** One variant of each size, narrow to wide. */
export function sizesOf(variants) {
  return firstOf(variants, (variant) => variant.lensWidth).sort((a, b) => a.lensWidth - b.lensWidth);
}

/** The variant in this colour and size, or the nearest one that exists in the colour. */
export function variantIn(variants, colour, lensWidth) {
  const inColour = variants.filter((variant) => variant.colour === colour);
  const distance = (variant) => Math.abs(variant.lensWidth - lensWidth);
  return inColour.sort((a, b) => distance(a) - distance(b))[0];
}

/** A variant's title without its colour: "Fjell 01" of "Fjell 01 · Navy". */
export function modelName(variant) {
  return variant.title.split(" · ")[0];
}

export function productAddress(productId) {
  return `/shop/products/${encodeURIComponent(productId)}`;
}

function firstOf(variants, key) {
  const seen = new Map();
  for (const variant of variants) if (!seen.has(key(variant))) seen.set(key(variant), variant);
  return [...seen.values()];
}
