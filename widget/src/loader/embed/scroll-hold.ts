/** The page behind a panel that fills a phone's screen stays where it is. */

const PHONE = "(max-width: 640px)";

/** By a style sheet of ours, so that nothing of the page's own is touched. Returns what undoes it. */
export function holdScroll(): () => void {
  if (!matchMedia(PHONE).matches) return () => undefined;
  const hold = new CSSStyleSheet();
  hold.replaceSync(":root:root{overflow:hidden!important}");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, hold];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== hold);
  };
}
