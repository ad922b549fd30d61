/** One product: the variant in the address, its pictures, measures and pickers. */

import { startBasket } from "./basket-view.js";
import { loadCatalogue, modelName, productAddress } from "./catalogue.js";
import { dimensionDrawing } from "./dimension-drawing.js";
import { el } from "./dom.js";
import { framePicture, widthLine } from "./frame-picture.js";
import { offer } from "./offer.js";
import { ANGLE } from "./scale.js";
import { onFaceChange } from "./shopper.js";
import { unreachable } from "./unreachable.js";
import { capital } from "./units.js";
import { startWidget, tellWidget } from "./widget.js";

const page = document.getElementById("product");
const idInAddress = () => decodeURIComponent(location.pathname.split("/").pop());

async function start() {
  startBasket(document.getElementById("basket"));
  startWidget();
  let catalogue;
  try {
    catalogue = await loadCatalogue();
  } catch {
    page.replaceChildren(unreachable());
    return;
  }
  const draw = () => drawProduct(catalogue);
  addEventListener("popstate", draw);
  onFaceChange(draw);
  draw();
}

function drawProduct(catalogue) {
  const frame = catalogue.find((each) => each.productId === idInAddress());
  if (!frame) {
    page.replaceChildren(gone());
    return;
  }
  const variants = catalogue.filter((each) => each.modelId === frame.modelId);
  const choose = (variant) => {
    history.replaceState(null, "", productAddress(variant.productId));
    tellWidget("product", variant.productId);
    drawProduct(catalogue);
  };
  document.title = `${modelName(frame)} · Lindqvist & Daughters`;
  const { id } = document.activeElement;
  page.replaceChildren(
    trail(frame),
    el("div", { class: "product" }, pictures(frame), offer(frame, variants, choose)),
  );
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
}

function trail(frame) {
  const kind = frame.category === "sunglasses" ? "Sunglasses" : "Glasses";
  return el(
    "nav",
    { class: "trail", "aria-label": "Where you are" },
    el("a", { href: `/shop/?category=${frame.category}` }, kind),
    el(
      "a",
      { href: `/shop/?category=${frame.category}&shape=${frame.frameShape}` },
      capital(frame.frameShape.replace("-", " ")),
    ),
  );
}

function pictures(frame) {
  return el(
    "div",
    { class: "pictures" },
    el("div", { class: "mount mount-large" }, framePicture(frame, { loading: "eager" }), widthLine(frame)),
    frame.images.angle &&
      el(
        "div",
        { class: "mount mount-angle" },
        el("img", {
          src: frame.images.angle,
          alt: `${modelName(frame)} seen from the side`,
          width: ANGLE.widthPx,
          height: ANGLE.heightPx,
          loading: "lazy",
        }),
      ),
    el(
      "section",
      { "aria-labelledby": "measures" },
      el("h2", { id: "measures" }, "Measures"),
      dimensionDrawing(frame),
    ),
  );
}

function gone() {
  return el(
    "div",
    { class: "none" },
    el("h1", {}, "This frame is no longer here"),
    el("p", {}, "It may have sold out for good. The others are in the list."),
    el("a", { href: "/shop/" }, "See all frames"),
  );
}

start();
