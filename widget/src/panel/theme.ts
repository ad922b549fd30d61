/** The shop's own looks over ours: the client's branding, and `--aid-*` properties of the shop's page over both. */

import type { Branding } from "../contract.js";
import type { Setup, ShopStyle, Theme } from "../protocol.js";

/** Which of our tokens a shop's property stands for. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  "--aid-accent": ["--petrol", "--petrol-strong"],
  "--aid-on-accent": ["--on-petrol"],
  "--aid-radius": ["--radius-card", "--radius-field"],
  "--aid-font": ["--font"],
  "--aid-paper": ["--paper"],
  "--aid-ink": ["--ink"],
};
const DEFAULT_ACCENT = "#0B6663"; // as ours: then the dark theme keeps its own
const LEAST_CONTRAST = 4.5; // WCAG 2.2, 1.4.3

export function wearTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}

/** What the shop's page sets wins over what the client's settings say. */
export function wearBranding(branding: Branding, { style }: Pick<Setup, "style">): void {
  const own: Record<string, string> = {};
  if (branding.accent.toUpperCase() !== DEFAULT_ACCENT) own["--aid-accent"] = branding.accent;
  own["--aid-radius"] = `${branding.radiusPx}px`;
  if (branding.font) own["--aid-font"] = `${branding.font}, system-ui, sans-serif`;
  wearStyle({ ...own, ...style });
}

export function wearStyle(style: ShopStyle): void {
  const root = document.documentElement.style;
  for (const [property, tokens] of Object.entries(TOKENS)) {
    const value = style[property]?.trim();
    if (value) for (const token of tokens) root.setProperty(token, value);
  }
  const accent = style["--aid-accent"];
  if (accent) keepReadable(accent, style);
}

/** An accent of the shop's own is drawn toward the text's colour until it can be read on the page's. */
function keepReadable(accent: string, style: ShopStyle): void {
  const root = document.documentElement;
  const paper = rgb(getComputedStyle(document.body).backgroundColor);
  const colour = rgb(accent);
  if (!paper || !colour) return;
  const goal = luminance(paper) > 0.4 ? 0 : 255;
  let shade = colour;
  for (let step = 0; step < 20 && contrast(shade, paper) < LEAST_CONTRAST; step += 1) {
    shade = shade.map((value) => Math.round(value + (goal - value) * 0.1));
  }
  const css = `rgb(${shade.join(" ")})`;
  root.style.setProperty("--petrol", css);
  root.style.setProperty("--petrol-strong", `color-mix(in srgb, ${css} 82%, ${goal === 0 ? "black" : "white"})`);
  if (!style["--aid-on-accent"]) {
    root.style.setProperty("--on-petrol", contrast(shade, [255, 255, 255]) >= LEAST_CONTRAST ? "#fff" : "#000");
  }
}

/** Red, green and blue, 0 to 255, of what CSS takes for a colour; null for anything else. */
function rgb(css: string): number[] | null {
  if (!CSS.supports("color", css.trim())) return null;
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return null;
  context.fillStyle = css.trim();
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

function luminance(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}
