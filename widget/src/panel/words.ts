/** The panel's texts in one language, with numbers and money as its readers write them. */

import english from "../../texts/panel/en.json" with { type: "json" };
import type { Length } from "../faces/measurement.js";

export type TextKey = keyof typeof english;
type Texts = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, string | number>>;

/** Besides English, which is part of the panel. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ default: Texts }>>> = {
  de: () => import("../../texts/panel/de.json"),
  fr: () => import("../../texts/panel/fr.json"),
  es: () => import("../../texts/panel/es.json"),
  it: () => import("../../texts/panel/it.json"),
  ar: () => import("../../texts/panel/ar.json"),
};
const RIGHT_TO_LEFT = new Set(["ar"]);

export interface Words {
  readonly locale: string;
  readonly language: string;
  readonly dir: "ltr" | "rtl";
  t(key: TextKey, values?: Values): string;
  /** `KEY.one`, `KEY.other` … by the language's own rule. */
  count(key: string, count: number): string;
  has(key: string): key is TextKey;
  money(amount: string, currency: string): string;
  /** A length as stored; half millimetres stay. */
  mm(value: number): string;
  /** `63 mm ± 2`. Errors under a millimetre keep one decimal. */
  length(length: Length): string;
  percent(share: number): string;
  list(parts: readonly string[]): string;
  megabytes(bytes: number): string;
  date(time: string): string;
}

/** Falls back to English where a language is not there or does not come. */
export async function loadWords(locale: string): Promise<Words> {
  const language = locale.slice(0, 2).toLowerCase();
  const load = LANGUAGES[language];
  if (!load) return wordsOf(language === "en" ? locale : "en-GB", "en", english);
  try {
    return wordsOf(locale, language, (await load()).default);
  } catch {
    return wordsOf("en-GB", "en", english);
  }
}

function wordsOf(locale: string, language: string, texts: Texts): Words {
  const plain = english as Texts;
  const text = (key: string): string => texts[key] ?? plain[key] ?? key;
  const number = (value: number, digits: number): string =>
    value.toLocaleString(locale, { maximumFractionDigits: digits, minimumFractionDigits: 0 });
  const plural = new Intl.PluralRules(locale);
  const unit = language === "ar" ? "مم" : "mm"; // in Latin it would stand on the wrong side of its number
  const mm = (value: number): string => `${number(value, 1)} ${unit}`;
  return {
    locale,
    language,
    dir: RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr",
    t: (key, values = {}) => filled(text(key), values),
    count: (key, count) => {
      const rule = `${key}.${plural.select(count)}`;
      return filled(text(rule in texts ? rule : `${key}.other`), { count: number(count, 0) });
    },
    has: (key): key is TextKey => key in plain,
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount)),
    mm,
    length: ({ mm: mean, plusMinusMm: error }) =>
      `${mm(Math.round(mean))} ± ${error < 0.95 ? number(error, 1) : number(Math.round(error), 0)}`,
    percent: (share) => new Intl.NumberFormat(locale, { style: "percent" }).format(share),
    list: (parts) => new Intl.ListFormat(locale, { type: "unit", style: "short" }).format(parts),
    megabytes: (bytes) =>
      (bytes / 1e6).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    date: (time) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(new Date(time)),
  };
}

/** `{name}` is filled in; `{Name}` with a capital letter first. */
function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name];
    if (value !== undefined) return String(value);
    const small = values[name.charAt(0).toLowerCase() + name.slice(1)];
    return small === undefined ? gap : capital(String(small));
  });
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
