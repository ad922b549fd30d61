/** A call that failed: what to do, and a way to try again once the API says it may be tried. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Trouble } from "../state.js";
import type { Words } from "../words.js";
import { Button } from "./button.js";

export function TroubleNote({ trouble, words }: { readonly trouble: Trouble; readonly words: Words }) {
  const note = useRef<HTMLDivElement>(null);
  const [waitS, setWaitS] = useState(trouble.waitS);
  useEffect(() => {
    setWaitS(trouble.waitS);
    note.current?.focus({ preventScroll: true });
    if (!trouble.waitS) return undefined;
    const timer = setInterval(() => setWaitS((left) => Math.max(0, left - 1)), 1000);
    return () => clearInterval(timer);
  }, [trouble]);
  return (
    <div class="note bad" role="alert" tabIndex={-1} ref={note}>
      <p>{trouble.text}</p>
      <Button id="retry" disabled={waitS > 0} onClick={trouble.retry}>
        {waitS > 0 ? words.t("tryAgainIn", { seconds: waitS }) : words.t("tryAgain")}
      </Button>
    </div>
  );
}
