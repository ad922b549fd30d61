/** The few words that the loader shows itself. */

import texts from "../../texts/loader.json" with { type: "json" };

export type Texts = typeof texts.en;

export function textsIn(locale: string): Texts {
  return (texts as Readonly<Record<string, Texts>>)[locale.slice(0, 2).toLowerCase()] ?? texts.en;
}
