/** What is said while the panel comes, and when it does not. */

import texts from "../../../texts/embed.json" with { type: "json" };

export type Texts = typeof texts.en;

export function textsIn(locale: string): Texts {
  return (texts as Readonly<Record<string, Texts>>)[locale.slice(0, 2).toLowerCase()] ?? texts.en;
}
