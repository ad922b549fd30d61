/** How money, lengths and counts are written. */

const LOCALE = "en-GB";

/** `amount` is a decimal string as stored. */
export function money(amount, currency) {
  return new Intl.NumberFormat(LOCALE, { style: "currency", currency }).format(Number(amount));
}

/** A length as stored; half millimetres stay. */
export function mm(value) {
  return `${Number(value.toFixed(1))} mm`;
}

/** A length with its error: `63 mm ± 2`. Errors under a millimetre keep one decimal. */
export function length({ mm: mean, plusMinusMm }) {
  const error = plusMinusMm < 0.95 ? plusMinusMm.toFixed(1) : Math.round(plusMinusMm);
  return `${Math.round(mean)} mm ± ${error}`;
}

/** The mark on the temple by ISO 12870: `52□18-140`. */
export function sizeMark(frame) {
  return `${Math.round(frame.lensWidth)}□${Math.round(frame.bridge)}-${Math.round(frame.temple)}`;
}

export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
