/** All that the panel shows follows from this one state. */

import type {
  Branding,
  ChatProduct,
  ConsentReceipt,
  Erased,
  FaceReply,
  Feature,
  Kept,
  Product,
  Recommendation,
  WhyNot,
} from "../contract.js";
import type { CameraTrouble } from "../engine/camera.js";
import type { EngineTrouble, Progress } from "../engine/engine.js";
import type { Drawing, Worn } from "../tryon/mirror.js";

export type View =
  | "entering"
  | "off"
  | "start"
  | "consent"
  | "saver"
  | "camera"
  | "photo"
  | "server"
  | "distance"
  | "result"
  | "frames"
  | "whyNot"
  | "chat"
  | "mirror"
  | "compare"
  | "share"
  | "kept"
  | "erased";

/** How the shopper's face comes to us. */
export type FaceWay = "camera" | "photo" | "server";

export interface Message {
  readonly by: "shopper" | "shop";
  readonly text: string;
  readonly products?: readonly ChatProduct[];
  readonly suggestions?: readonly string[];
  readonly handover?: boolean;
}

/** `text` says what to do; `waitS` is how long the API asked to wait. */
export interface Trouble {
  readonly text: string;
  readonly waitS: number;
  readonly retry: () => void;
}

export interface Visit {
  readonly sessionId: string;
  readonly features: Readonly<Partial<Record<Feature, boolean>>>;
  readonly branding: Branding;
}

/** `how` the frame is drawn; null while it is fetched. `fault`: why it is not. */
export interface Wearing {
  readonly product: Product;
  readonly how: Drawing | "server" | null;
  readonly worn: Worn | null;
  readonly fault: "missing" | "failed" | null;
}

/** What of the state outlives a page of the shop, as long as the browser's tab. */
export interface Remembered {
  readonly userId: string | null;
  readonly visit: Visit | null;
  readonly receipt: ConsentReceipt | null;
  readonly face: FaceReply | null;
  /** The shopper's own pupillary distance, mm. */
  readonly distanceMm: number | null;
  readonly messages: readonly Message[];
  readonly favourites: readonly Product[];
}

export interface State extends Remembered {
  readonly view: View;
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  readonly notice: string | null;
  /** Read to screen readers when it changes. */
  readonly said: string;
  readonly online: boolean;

  readonly way: FaceWay | null;
  readonly engineProgress: Progress | null;
  readonly engineTrouble: EngineTrouble | null;
  readonly camera: "off" | "asking" | "live";
  readonly cameraTrouble: CameraTrouble | null;
  readonly hint: string | null;
  /** Share of the looks that a measurement takes, 0 to 1. */
  readonly measured: number;
  readonly refusal: string | null;
  readonly upload: Progress | null;

  readonly productId: string | null;
  /** What the shopper came to wear; worn as soon as there is a face. */
  readonly wish: Product | null;
  readonly frames: readonly Recommendation[] | null;
  readonly framesNote: string | null;
  readonly impressionId: string | null;
  readonly whyNot: WhyNot | null;
  readonly draft: string;
  readonly suggestions: readonly string[] | null;
  readonly wearing: Wearing | null;
  readonly faceInMirror: "face" | "none" | "turned";
  readonly compared: readonly [Product, Product] | null;
  readonly picture: { readonly url: string; readonly blob: Blob; readonly product: Product } | null;
  readonly cart: {
    readonly productId: string;
    readonly state: "asked" | "added" | "failed";
    readonly message?: string;
  } | null;
  readonly kept: Kept | null;
  readonly confirming: boolean;
  readonly erasure: Erased | null;
}

export const NOTHING_REMEMBERED: Remembered = {
  userId: null,
  visit: null,
  receipt: null,
  face: null,
  distanceMm: null,
  messages: [],
  favourites: [],
};

export const FRESH: State = {
  ...NOTHING_REMEMBERED,
  view: "entering",
  busy: false,
  trouble: null,
  notice: null,
  said: "",
  online: true,
  way: null,
  engineProgress: null,
  engineTrouble: null,
  camera: "off",
  cameraTrouble: null,
  hint: null,
  measured: 0,
  refusal: null,
  upload: null,
  productId: null,
  wish: null,
  frames: null,
  framesNote: null,
  impressionId: null,
  whyNot: null,
  draft: "",
  suggestions: null,
  wearing: null,
  faceInMirror: "face",
  compared: null,
  picture: null,
  cart: null,
  kept: null,
  confirming: false,
  erasure: null,
};
