/** What the works of others in a release ask to be told with every copy of it. */

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

const RULE = `\n${"-".repeat(80)}\n\n`;
const OF_THE_ENGINE = "@mediapipe/tasks-vision"; // its WebAssembly is copied, not imported
const OWN = `AI Discovery's widget, @mediapipe/tasks-vision and its WebAssembly, and MediaPipe's Face Landmarker model
(face_landmarker.task by Google LLC, changed: face_blendshapes.tflite was taken out) are under the Apache License,
Version 2.0, whose text stands at the end. The other works in this folder, each with its own terms:
`;

/** `metafile`: esbuild's account of what went in. */
export async function licenses(widget, { inputs }) {
  const used = Object.keys(inputs).map((input) => input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  const packages = [...new Set(used)].filter((name) => name && name !== OF_THE_ENGINE).sort();
  const texts = await Promise.all(packages.map((name) => terms(join(widget, "node_modules", name), name)));
  return [OWN, ...texts, await readFile(join(widget, "../LICENSE"), "utf8")].join(RULE);
}

async function terms(folder, name) {
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} brings no text of its licence`);
  return `${name} ${version} (${license})\n\n${await readFile(join(folder, file), "utf8")}`;
}
