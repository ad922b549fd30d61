/** `node bundle.mjs ENTRY FOLDER`: a page's script for a test, with three as the release has it. */

import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { three } from "../build/three.mjs";

const WIDGET = join(dirname(fileURLToPath(import.meta.url)), "..");
const [entry, folder] = process.argv.slice(2);

await build({
  absWorkingDir: WIDGET,
  entryPoints: [entry],
  outdir: folder,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  metafile: true,
  logLevel: "warning",
  plugins: [three(WIDGET)],
});
