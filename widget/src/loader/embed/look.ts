/** How what embeds the panel looks. */

import { sheetOf } from "../dom.js";
import base from "../base.css" with { type: "text" };
import css from "./embed.css" with { type: "text" };

export const sheet = sheetOf(base + css);
