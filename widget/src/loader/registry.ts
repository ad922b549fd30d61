/** All of ours that stands in this page. */

import type { Discovery } from "./element.js";
import type { Visit } from "./visit.js";

/** In the order of their coming. */
export const elements = new Set<Discovery>();
/** By client and key: whatever shares both shares one panel. */
export const visits = new Map<string, Visit>();
