/** A frame's front at the one scale of all frames, standing on one line, so that a wide one looks wide. */

import { useState } from "preact/hooks";
import type { Product } from "../../contract.js";
import type { Words } from "../words.js";

const MOUNT_MM = 156; // across any mount: the widest frame and some air

export function FramePicture({ product, words }: { readonly product: Product; readonly words: Words }) {
  const { front, tryOnPng, pxPerMm } = product.images;
  const [widthPx, setWidthPx] = useState<number | null>(null);
  const [isMissing, setMissing] = useState(false);
  const alt = words.t("card.picture", { product: modelName(product), colour: product.colour });
  if (isMissing) return <span class="mount second">{alt}</span>;
  const isToScale = tryOnPng !== null && pxPerMm !== null;
  const width = isToScale && widthPx ? `${(100 * widthPx) / pxPerMm / MOUNT_MM}%` : isToScale ? "0" : "100%";
  return (
    <span class="mount">
      <img
        src={tryOnPng ?? front}
        alt={alt}
        loading="lazy"
        {...(isToScale && { crossOrigin: "anonymous" as const })}
        style={{ width }}
        onLoad={({ currentTarget }) => setWidthPx(currentTarget.naturalWidth)}
        onError={() => setMissing(true)}
      />
    </span>
  );
}

/** A variant's title without its colour: "Fjell 01" of "Fjell 01 · Navy". */
export function modelName({ title }: Product): string {
  return title.split(" · ")[0] ?? title;
}
