/** What every screen is drawn from: the state, what can be done, and the words. */

import type { BasketActions } from "./actions/basket.js";
import type { ChatActions } from "./actions/chat.js";
import type { FrameActions } from "./actions/frames.js";
import type { LookingActions } from "./actions/looking.js";
import type { Measured } from "./actions/measured.js";
import type { PrivacyActions } from "./actions/privacy.js";
import type { TryingActions } from "./actions/trying.js";
import type { VisitActions } from "./actions/visit.js";
import type { State } from "./state.js";
import type { Studio } from "./studio.js";
import type { Words } from "./words.js";

export interface Actions {
  readonly visit: VisitActions;
  readonly looking: LookingActions;
  readonly measured: Measured;
  readonly frames: FrameActions;
  readonly chat: ChatActions;
  readonly trying: TryingActions;
  readonly basket: BasketActions;
  readonly privacy: PrivacyActions;
  close(): void;
}

export interface Ui {
  readonly state: State;
  readonly act: Actions;
  readonly words: Words;
  readonly studio: Studio;
}
