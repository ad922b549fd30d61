/** The way to the loader in the shop's page. */

import { HELLO, START } from "../protocol.js";
import type { HostEventName, HostEvents, Setup, Start, ToHost, ToPanel } from "../protocol.js";

export interface Host {
  readonly setup: Setup;
  /** The page that the panel stands in, as the browser names it. */
  readonly origin: string;
  say(message: ToHost): void;
  tell<Name extends HostEventName>(name: Name, detail: HostEvents[Name]): void;
  listen(listener: (message: ToPanel) => void): void;
}

/** Says hello to the page above and waits for its answer. */
export function meetHost(): Promise<Host> {
  return new Promise((resolve) => {
    addEventListener("message", function meet(event: MessageEvent) {
      const [port] = event.ports;
      if (event.source !== parent || !port || (event.data as Start | null)?.type !== START) return;
      removeEventListener("message", meet);
      resolve(hostBehind(port, (event.data as Start).setup, event.origin));
    });
    // Whoever it is may know that a panel is here; what follows goes to the page that answers alone.
    parent.postMessage({ type: HELLO }, "*");
  });
}

function hostBehind(port: MessagePort, setup: Setup, origin: string): Host {
  return {
    setup,
    origin,
    say: (message) => port.postMessage(message),
    tell: (name, detail) => port.postMessage({ type: "event", name, detail } satisfies ToHost),
    listen(listener) {
      port.onmessage = ({ data }: MessageEvent<ToPanel>) => listener(data);
    },
  };
}
