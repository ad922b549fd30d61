/** `node build.mjs --model FILE --out DIR --kept DIR` writes what is served under /widget/: see docs/widget.md, "What is
 * served". `--api URL` names an API of another origin than the files', `--thorough` takes longer for smaller files;
 * below `--kept` lies what large files were compressed to, by their contents.
 *
 * v1/        the loader under an address that stays; kept for minutes
 * v/VERSION/ one release, never changed again: loader and what it brings, panel, engine; the version carries a hash of
 *            its contents
 * release.json  the version, each file's bytes (raw, gzip, brotli), the loader's integrity, and `parts`: for each entry
 *               point of the panel the files that come with it
 */

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { filesIn } from "./build/files.mjs";
import { licenses } from "./build/licenses.mjs";
import { squeeze } from "./build/squeeze.mjs";
import { styles } from "./build/styles.mjs";
import { three } from "./build/three.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const WASM = join(HERE, "node_modules/@mediapipe/tasks-vision/wasm");
const ENGINE_FILES = ["vision_wasm_internal.js", "vision_wasm_internal.wasm"];
const TARGET = ["es2022"];
/** What the loader brings when it is wanted: with the first click, and with `?aid-debug`. */
const LATER = { "embed.js": "src/loader/embed/embed.ts", "diagnosis.js": "src/loader/diagnosis/diagnosis.ts" };

const { values } = parseArgs({
  options: {
    model: { type: "string" },
    out: { type: "string" },
    kept: { type: "string" },
    api: { type: "string", default: "" },
    thorough: { type: "boolean", default: false },
  },
});
if (!values.model || !values.out || !values.kept) {
  throw new Error("usage: node build.mjs --model FILE --out DIR --kept DIR [--api URL] [--thorough]");
}
try {
  await release(values.model, values.out);
} catch (error) {
  if (!error.errors) throw error;
  process.exitCode = 1; // esbuild has said where and what
}

async function release(model, out) {
  const draft = `${out}.draft`;
  await rm(draft, { recursive: true, force: true });
  const made = await panel(model, join(draft, "panel"));
  await engine(model, join(draft, "panel", "engine"));
  const hashes = {};
  for (const [file, source] of Object.entries(LATER)) {
    const bytes = await script(source, {}, "esm");
    await writeFile(join(draft, "panel", file), bytes);
    hashes[file] = integrityOf(bytes);
  }
  const loaderHere = await loader("./", hashes);
  const name = `${JSON.parse(await readFile(join(HERE, "package.json"))).version}-${await digest(draft, loaderHere)}`;
  await mkdir(join(draft, "v"));
  await mkdir(join(draft, "v1"));
  await rename(join(draft, "panel"), join(draft, "v", name));
  await writeFile(join(draft, "v", name, "loader.js"), loaderHere);
  await writeFile(join(draft, "v1", "loader.js"), await loader(`../v/${name}/`, hashes));
  await writeFile(join(draft, "v1", "stub.js"), await stub());
  await cp(join(HERE, "tokens.css"), join(draft, "v1", "tokens.css"));
  const files = await squeeze(draft, values.kept, values.thorough);
  const integrity = integrityOf(loaderHere);
  const later = Object.entries(LATER).map(([file, source]) => [source, [`v/${name}/${file}`]]);
  const parts = { ...partsOf(made, join(draft, "panel"), `v/${name}`), ...Object.fromEntries(later) };
  await writeFile(join(draft, "release.json"), JSON.stringify({ version: name, integrity, files, parts }, null, 2));
  await rm(out, { recursive: true, force: true });
  await rename(draft, out);
}

/** Returns esbuild's account of what it made. */
async function panel(model, folder) {
  const { metafile } = await build({
    absWorkingDir: HERE,
    metafile: true,
    entryPoints: { panel: join(HERE, "src/panel/main.tsx"), style: join(HERE, "src/panel/styles/style.css") },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    target: TARGET,
    minify: true,
    legalComments: "linked",
    jsx: "automatic",
    jsxImportSource: "preact",
    chunkNames: "chunks/[name]-[hash]",
    define: { ENGINE_BYTES: JSON.stringify(await engineBytes(model)) },
    plugins: [three(HERE)],
    logLevel: "warning",
  });
  await writeFile(join(folder, "panel.html"), await page(values.api));
  await writeFile(join(folder, "licenses.txt"), await licenses(HERE, metafile));
  return metafile;
}

/** The panel's page; an API elsewhere is named to its policy and to its script. */
async function page(api) {
  const html = await readFile(join(HERE, "src/panel/panel.html"), "utf8");
  if (!api) return html;
  if (new URL(api).origin !== api)
    throw new Error(`--api is a scheme and a host such as https://api.example, not ${api}`);
  return [
    ["connect-src 'self'", `connect-src 'self' ${api}`],
    ['name="api-endpoint" content=""', `name="api-endpoint" content="${api}"`],
  ].reduce((text, [gap, filled]) => {
    if (text.split(gap).length !== 2) throw new Error(`src/panel/panel.html has no single ${gap}`);
    return text.replace(gap, filled);
  }, html);
}

/** By entry point, `import()`s included: all that is loaded before it runs. `place`: where `folder` will be served. */
function partsOf({ outputs }, folder, place) {
  const served = (output) => join(place, relative(folder, join(HERE, output)));
  const reach = (output, seen = new Set()) => {
    if (seen.has(output)) return seen;
    seen.add(output);
    for (const { path, kind } of outputs[output].imports) if (kind === "import-statement") reach(path, seen);
    return seen;
  };
  const entries = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint);
  return Object.fromEntries(entries.map(([output, { entryPoint }]) => [entryPoint, [...reach(output)].map(served)]));
}

/** What the progress of their download counts up to. */
async function engineBytes(model) {
  const [wasm, task] = await Promise.all([stat(join(WASM, "vision_wasm_internal.wasm")), stat(model)]);
  return { wasm: wasm.size, model: task.size };
}

async function engine(model, folder) {
  await mkdir(folder, { recursive: true });
  for (const file of ENGINE_FILES) await cp(join(WASM, file), join(folder, file));
  await cp(model, join(folder, "face_landmarker.task"));
}

/** `release`: where the release's folder lies, seen from the loader; `hashes`: of what the loader brings. */
async function loader(release, hashes) {
  return script("src/loader/loader.ts", { RELEASE: JSON.stringify(release), INTEGRITY: JSON.stringify(hashes) });
}

async function stub() {
  return script("src/loader/stub.ts", {});
}

async function script(source, define, format = "iife") {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, source)],
    bundle: true,
    format,
    target: TARGET,
    minify: true,
    define,
    plugins: [styles],
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

function integrityOf(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

async function digest(folder, ...more) {
  const hash = createHash("sha256");
  for (const file of await filesIn(folder)) hash.update(relative(folder, file)).update(await readFile(file));
  for (const bytes of more) hash.update(bytes);
  return hash.digest("hex").slice(0, 8);
}
