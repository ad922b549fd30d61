/** A frame as the panel shows it, in recommendations and in the chat alike. */

import { useEffect, useRef } from "preact/hooks";
import type { Fit, Product, Reason } from "../../contract.js";
import type { Ui } from "../ui.js";
import { Button } from "./button.js";
import { CENTRES, FitRuler, WIDTH } from "./fit-ruler.js";
import { FramePicture, modelName } from "./frame-picture.js";
import { WhyThis } from "./reasons.js";

export interface Found {
  readonly product: Product;
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly fit: Fit | null;
}

const SEEN_SHARE = 0.5; // of a card in view

export function FrameCard({ found, ui }: { readonly found: Found; readonly ui: Ui }) {
  const { product, score, reasons, fit } = found;
  const { state, act, words } = ui;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => onceInView(card.current, () => act.frames.viewed(product.productId)), [product.productId]);
  const width = fit?.faceWidth ?? state.face?.measurements["faceWidth"] ?? null;
  return (
    <li class="card" data-product={product.productId} ref={card}>
      <a
        class="card-link"
        href={product.url}
        onClick={(event) => {
          event.preventDefault(); // the shop's page goes there, not this frame
          act.frames.openPage(product);
        }}
      >
        <FramePicture product={product} words={words} />
        <span class="card-head">
          <span class="card-name">{modelName(product)}</span>
          <span class="card-price">{words.money(product.price, product.currency)}</span>
          <span class="second">{product.colour}</span>
          <span class="second" dir="ltr">
            {product.sizeMark}
          </span>
        </span>
      </a>
      <FitRuler ruler={WIDTH} frame={product} person={width} said={fit?.words} words={words} />
      {product.availability !== "in_stock" && <p class="stock">{words.t(`stock.${product.availability}`)}</p>}
      <CardActions product={product} ui={ui} />
      <WhyThis score={score} reasons={reasons} words={words} />
      <Centres product={product} ui={ui} />
    </li>
  );
}

function CardActions({ product, ui: { state, act, words } }: { readonly product: Product; readonly ui: Ui }) {
  const features = state.visit?.features;
  const isKept = state.favourites.some(({ productId }) => productId === product.productId);
  return (
    <div class="card-actions">
      {features?.virtualTryOn && features.faceAnalysis && (
        <Button
          onClick={() => {
            act.frames.clicked(product);
            void act.trying.enter(product);
          }}
        >
          {words.t("card.tryOn")}
        </Button>
      )}
      <Button weight="quiet" aria-pressed={isKept} onClick={() => act.frames.toggleFavourite(product)}>
        {words.t(isKept ? "card.kept" : "card.keep")}
      </Button>
    </div>
  );
}

/** Pupils against lens centres: by the measured face, or by a distance the shopper knows. */
function Centres({ product, ui: { state, words } }: { readonly product: Product; readonly ui: Ui }) {
  const own = state.distanceMm === null ? null : { mm: state.distanceMm, plusMinusMm: 1 };
  const person = state.face?.measurements["pupillaryDistance"] ?? own;
  if (!person) return null;
  return (
    <details class="why">
      <summary>{words.t("card.more")}</summary>
      <FitRuler ruler={CENTRES} frame={product} person={person} words={words} />
    </details>
  );
}

function onceInView(card: Element | null, seen: () => void): () => void {
  if (!card) return () => {};
  const sight = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return;
      sight.disconnect();
      seen();
    },
    { threshold: SEEN_SHARE },
  );
  sight.observe(card);
  return () => sight.disconnect();
}
