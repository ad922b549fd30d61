/** The parts of the API's contract that the widget speaks; `docs/api.md` is the whole. */

import type { Length } from "./faces/measurement.js";
import type { FaceResult } from "./faces/result.js";

export type Feature = "faceAnalysis" | "chat" | "recommendations" | "virtualTryOn";

export interface Branding {
  readonly shopName: string;
  readonly accent: string;
  readonly radiusPx: number;
  readonly font: string | null;
}

export interface SessionStarted {
  readonly sessionId: string;
  readonly config: {
    readonly apiEndpoint: string;
    readonly features: Readonly<Partial<Record<Feature, boolean>>>;
    readonly branding: Branding;
  };
  readonly expiresAt: string;
}

export interface ConsentReceipt {
  readonly consentId: string;
  readonly granted: boolean;
  readonly version: string;
  readonly expiresAt: string;
  readonly text: string;
}

/** The kept analysis: its numbers as the device found them, with the name it can be corrected by. */
export interface FaceReply extends FaceResult {
  readonly analysisId: string;
}

export interface Images {
  readonly front: string;
  readonly angle: string | null;
  readonly tryOnPng: string | null;
  readonly pxPerMm: number | null;
  readonly bridgeAnchorPx: readonly [number, number] | null;
}

export interface Lens {
  readonly category: number;
  readonly tau: number;
  readonly colour: string;
  readonly polarized: boolean;
  readonly gradient: boolean;
  readonly mirror: boolean;
}

export type Availability = "in_stock" | "out_of_stock" | "preorder";

/** Lengths in mm by the boxing system; `model3D` is a GLB in metres. */
export interface Product {
  readonly productId: string;
  readonly sku: string;
  readonly modelId: string;
  readonly brand: string;
  readonly title: string;
  readonly category: "eyeglasses" | "sunglasses";
  readonly url: string;
  readonly availability: Availability;
  readonly price: string;
  readonly currency: string;
  readonly frameShape: string;
  readonly rimType: "full" | "semi" | "rimless";
  readonly material: "acetate" | "metal" | "titanium" | "steel" | "nylon" | "wood";
  readonly colour: string;
  readonly colourFamily: string;
  readonly nosePads?: boolean;
  readonly lensWidth: number;
  readonly lensHeight: number;
  readonly bridge: number;
  readonly temple: number;
  readonly frameWidth: number;
  readonly sizeMark: string;
  readonly lens: Lens;
  readonly images: Images;
  readonly model3D: string | null;
}

export interface Reason {
  readonly term: string;
  readonly contribution: number;
  readonly text: string;
}

export interface Fit {
  readonly frameWidth: number;
  readonly faceWidth: Length;
  readonly differenceMm: number;
  readonly probability: number;
  readonly lensCentreDifferenceMm: number | null;
  readonly words: string;
}

export interface Recommendation {
  readonly productId: string;
  readonly score: number;
  readonly rank: number;
  readonly reasons: readonly Reason[];
  readonly fit: Fit | null;
  readonly product: Product;
}

export interface Recommendations {
  readonly impressionId: string;
  readonly recommendations: readonly Recommendation[];
  readonly note: string | null;
}

export interface WhyNot {
  readonly productId: string;
  readonly shown: boolean;
  readonly score: number | null;
  readonly toBeat: number | null;
  readonly reasons: readonly Reason[];
  readonly obstacles: readonly { readonly kind: string; readonly code: string; readonly text: string }[];
  readonly product: Product;
}

export type ChatProduct = Product & {
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly fit: Fit | null;
};

export interface ChatReply {
  readonly messageId: string;
  readonly reply: string;
  readonly products: readonly ChatProduct[];
  readonly suggestions: readonly string[];
  readonly handover: boolean;
  readonly language: string;
  readonly impressionId: string | null;
}

export interface Kept {
  readonly session: unknown;
  readonly [collection: string]: unknown;
}

export interface Erased {
  readonly receiptId: string;
  readonly at: string;
  readonly erased: Readonly<Record<string, number>>;
}

export type EventType =
  | "widget_loaded"
  | "widget_opened"
  | "widget_error"
  | "web_vital"
  | "consent_given"
  | "face_analyzed"
  | "chat_message"
  | "recommendation_viewed"
  | "recommendation_clicked"
  | "recommendation_dismissed"
  | "try_on"
  | "add_to_cart"
  | "purchase";
