import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { TestContext } from "node:test";

import { download } from "../../src/engine/download.js";
import { EngineUnavailable } from "../../src/engine/engine.js";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that gives one answer after the other, the last one for ever. */
async function served(context: TestContext, ...answers: Answer[]): Promise<{ url: URL; asked: () => number }> {
  Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
  let asked = 0;
  const server = createServer((request, response) =>
    answers[Math.min(asked++, answers.length - 1)]!(response, request),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.closeAllConnections());
  context.after(() => server.close());
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`), asked: () => asked };
}

const whole: Answer = (response) => response.end("0123456789");
const busy: Answer = (response) => response.writeHead(503).end();
const signal = new AbortController().signal;

test("bytes are counted as they come", async (context) => {
  const { url } = await served(context, whole);
  const told: number[] = [];
  const bytes = await download(url, (loaded) => told.push(loaded), signal);
  assert.equal(new TextDecoder().decode(bytes), "0123456789");
  assert.deepEqual([told[0], told.at(-1)], [0, 10]);
});

test("a server that is busy is asked again", async (context) => {
  const { url, asked } = await served(context, busy, whole);
  assert.equal((await download(url, () => {}, signal)).length, 10);
  assert.equal(asked(), 2);
});

test("a connection that breaks is made again, and the count starts again", async (context) => {
  const broken: Answer = (response, request) => {
    response.writeHead(200, { "content-length": 10 }).write("01234");
    setTimeout(() => request.socket.destroy(), 30);
  };
  const { url } = await served(context, broken, whole);
  const told: number[] = [];
  await download(url, (loaded) => told.push(loaded), signal);
  assert.equal(told.filter((loaded) => loaded === 0).length, 2);
});

test("a file that is not there is not asked for again", async (context) => {
  const { url, asked } = await served(context, (response) => response.writeHead(404).end());
  await assert.rejects(
    download(url, () => {}, signal),
    (error) => error instanceof EngineUnavailable && error.trouble === "unreachable",
  );
  assert.equal(asked(), 1);
});

test("without a connection it says so at once", async (context) => {
  const { url, asked } = await served(context, busy);
  Object.defineProperty(globalThis, "navigator", { value: { onLine: false }, configurable: true });
  await assert.rejects(
    download(url, () => {}, signal),
    (error) => error instanceof EngineUnavailable && error.trouble === "offline",
  );
  assert.equal(asked(), 1);
});

test("who is not waiting any more is not told of trouble but of their own reason", async (context) => {
  const { url } = await served(context, () => {});
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(new Error("left")), 20);
  await assert.rejects(
    download(url, () => {}, leaving.signal),
    /left/,
  );
});
