/** The mirror: the shopper wearing a frame at true size, the frames to try, and what can be done with this one. */

import { useEffect, useRef } from "preact/hooks";
import type { Product } from "../../contract.js";
import { Button } from "../parts/button.js";
import { CartNote } from "../parts/cart-note.js";
import { EngineProgress, EngineTroubleNote } from "../parts/engine-note.js";
import { FitRuler, WIDTH } from "../parts/fit-ruler.js";
import { FramePicture, modelName } from "../parts/frame-picture.js";
import { Stage } from "../parts/stage.js";
import { wornFacts } from "../parts/worn-words.js";
import type { Wearing } from "../state.js";
import type { Ui } from "../ui.js";

export function MirrorScreen({ ui }: { readonly ui: Ui }) {
  const { state, act, words, studio } = ui;
  const { t } = words;
  const { wearing } = state;
  const isPictured = studio.isCameraOn || studio.still !== null || studio.sent !== null;
  const label = wearing ? t("mirror.canvas", { product: wearing.product.title }) : t("mirror.canvasBare");
  return (
    <div class="view mirror">
      <h2 tabIndex={-1} class="unseen">
        {t("mirror.title")}
      </h2>
      {isPictured ? (
        <Stage studio={studio} label={label}>
          <StageNote ui={ui} />
          {studio.sent === null && <Source ui={ui} />}
        </Stage>
      ) : (
        <WaysToAFace ui={ui} />
      )}
      <EngineProgress ui={ui} />
      <EngineTroubleNote ui={ui} retry={() => void act.trying.enter()} />
      <Shelf ui={ui} />
      {wearing ? <Worn wearing={wearing} ui={ui} /> : isPictured && <p class="second">{t("mirror.none")}</p>}
    </div>
  );
}

function StageNote({ ui: { state, words } }: { readonly ui: Ui }) {
  const { faceInMirror, camera, wearing } = state;
  const isLost = camera === "live" && faceInMirror !== "face";
  const text = isLost
    ? words.t(faceInMirror === "none" ? "mirror.noFace" : "mirror.turned")
    : wearing && !wearing.how && !wearing.fault
      ? words.t("mirror.loading")
      : "";
  return (
    <p class="stage-hint" role="status" hidden={!text}>
      {text}
    </p>
  );
}

/** Live or still. */
function Source({ ui: { state, act, words } }: { readonly ui: Ui }) {
  const isLive = state.camera === "live";
  return (
    <div class="stage-source">
      <Button aria-pressed={isLive} disabled={state.busy} onClick={() => void act.trying.useCamera()}>
        {words.t("mirror.live")}
      </Button>
      <Button aria-pressed={!isLive} disabled={state.busy} onClick={() => isLive && void act.trying.freeze()}>
        {words.t("mirror.still")}
      </Button>
    </div>
  );
}

/** The numbers of a face may be known from a page before; its picture never is. */
function WaysToAFace({ ui: { state, act, words } }: { readonly ui: Ui }) {
  const { t } = words;
  return (
    <div class="stage stage-empty">
      <p>{t(state.cameraTrouble ? `camera.${state.cameraTrouble}` : "mirror.canvasBare")}</p>
      <div class="steps">
        {!state.cameraTrouble && (
          <Button weight="main" disabled={state.busy} onClick={() => askFirst(state.receipt, act, "camera")}>
            {t("start.camera")}
          </Button>
        )}
        <Button onClick={() => act.looking.choose("photo")}>{t("start.photo")}</Button>
      </div>
    </div>
  );
}

function askFirst(receipt: unknown, act: Ui["act"], way: "camera"): void {
  if (receipt) void act.trying.useCamera();
  else act.looking.choose(way);
}

/** Frames to try, all at one scale. */
function Shelf({ ui }: { readonly ui: Ui }) {
  const { words } = ui;
  const frames = shelf(ui);
  if (!frames.length) return null;
  return (
    <ul class="shelf" aria-label={words.t("mirror.frames")}>
      {frames.map((product) => (
        <ShelfFrame key={product.productId} product={product} ui={ui} />
      ))}
    </ul>
  );
}

function ShelfFrame({ product, ui: { state, act, words } }: { readonly product: Product; readonly ui: Ui }) {
  const place = useRef<HTMLLIElement>(null);
  const isWorn = state.wearing?.product.productId === product.productId;
  useEffect(() => {
    if (isWorn) place.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [isWorn]);
  return (
    <li ref={place}>
      <button type="button" class="shelf-frame" aria-pressed={isWorn} onClick={() => void act.trying.wear(product)}>
        <FramePicture product={product} words={words} />
        <span class="shelf-name">{modelName(product)}</span>
      </button>
    </li>
  );
}

/** In an order that choosing one does not change. */
function shelf({ state }: Ui): Product[] {
  const { wearing, wish, favourites, frames, messages } = state;
  const said = messages.flatMap(({ products }) => products ?? []);
  const all = [wearing?.product, wish, ...favourites, ...(frames ?? []).map(({ product }) => product), ...said];
  const named = new Map(all.filter((each) => each != null).map((product) => [product.productId, product]));
  return [...named.values()].sort((a, b) => a.title.localeCompare(b.title));
}

function Worn({ wearing, ui }: { readonly wearing: Wearing; readonly ui: Ui }) {
  const { state, act, words } = ui;
  const { product, how, worn, fault } = wearing;
  const { t } = words;
  const width = state.face?.measurements["faceWidth"] ?? null;
  return (
    <div class="worn">
      <div class="worn-head">
        <h3>{modelName(product)}</h3>
        <span class="card-price">{words.money(product.price, product.currency)}</span>
        <span class="second">{product.colour}</span>
        <span class="second" dir="ltr">
          {product.sizeMark}
        </span>
      </div>
      {fault && (
        <p class="note attention" role="alert">
          {t(`mirror.${fault}`)}
        </p>
      )}
      <FitRuler ruler={WIDTH} frame={product} person={width} words={words} />
      {worn && <p class="worn-words">{words.list(wornFacts(worn, words).slice(1))}.</p>}
      <AddButton product={product} ui={ui} />
      <CartNote productId={product.productId} ui={ui} />
      <WornActions wearing={wearing} ui={ui} />
      {how && (
        <p class="second">{t(how === "3d" ? "mirror.how3d" : how === "2d" ? "mirror.how2d" : "mirror.howServer")}</p>
      )}
      {product.model3D && (how === "3d" || how === "2d") && (
        <Button weight="link" onClick={() => void act.trying.prefer(how === "3d" ? "2d" : "3d")}>
          {t(how === "3d" ? "mirror.to2d" : "mirror.to3d")}
        </Button>
      )}
    </div>
  );
}

function AddButton({ product, ui: { state, act, words } }: { readonly product: Product; readonly ui: Ui }) {
  const isAsked = state.cart?.productId === product.productId && state.cart.state === "asked";
  if (product.availability === "out_of_stock") return <p class="stock">{words.t("stock.out_of_stock")}</p>;
  return (
    <Button weight="main" disabled={isAsked} onClick={() => act.basket.add(product)}>
      {words.t(product.availability === "preorder" ? "mirror.preorder" : "mirror.cart")}
    </Button>
  );
}

function WornActions({ wearing, ui }: { readonly wearing: Wearing; readonly ui: Ui }) {
  const { state, act, words, studio } = ui;
  const { product, how } = wearing;
  const { t } = words;
  const isKept = state.favourites.some(({ productId }) => productId === product.productId);
  const other = state.favourites.findLast(({ productId }) => productId !== product.productId);
  const canCompare = other && (studio.isCameraOn || studio.still !== null);
  return (
    <div class="card-actions">
      <Button weight="quiet" aria-pressed={isKept} onClick={() => act.frames.toggleFavourite(product)}>
        {t(isKept ? "card.kept" : "card.keep")}
      </Button>
      {canCompare && (
        <Button weight="quiet" onClick={() => void act.trying.compare(product, other)}>
          {t("mirror.compare")}
        </Button>
      )}
      <Button weight="quiet" disabled={!how} onClick={() => void act.trying.takePicture()}>
        {t("mirror.share")}
      </Button>
      <Button weight="quiet" onClick={() => act.frames.openPage(product)}>
        {t("card.details")}
      </Button>
    </div>
  );
}
