/** The screens that no visit begins with: a file of their own, loaded once the first screen stands. */

import type { Screens } from "./screens.js";
import { ChatScreen } from "./chat.js";
import { CompareScreen } from "./compare.js";
import { DistanceScreen } from "./distance.js";
import { ErasedScreen, KeptScreen } from "./kept.js";
import { MirrorScreen } from "./mirror.js";
import { SaverScreen } from "./saver.js";
import { ServerScreen } from "./server.js";
import { ShareScreen } from "./share.js";
import { WhyNotScreen } from "./why-not.js";

export const LATER: Screens = {
  distance: DistanceScreen,
  chat: ChatScreen,
  saver: SaverScreen,
  server: ServerScreen,
  whyNot: WhyNotScreen,
  mirror: MirrorScreen,
  compare: CompareScreen,
  share: ShareScreen,
  kept: KeptScreen,
  erased: ErasedScreen,
};
