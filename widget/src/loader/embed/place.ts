/** Where a stage is shown: in a sheet over the page, or in an element's own box. */

import type { Discovery } from "../element.js";
import type { Stage } from "./stage.js";

export interface Place {
  readonly stage: Stage;
  readonly isInline: boolean;
  readonly isOpen: boolean;
  /** False when the shop's page took it away, and the frame with it. */
  readonly isConnected: boolean;
  /** Makes it look like the surroundings of `element`. */
  dress(element: Discovery): void;
  open(): void;
  close(): void;
  remove(): void;
}

/** What a place lets the shopper do, and what it tells after each closing. */
export interface Ways {
  close(): void;
  again(): void;
  closed(): void;
}
