/**
 * three as the mirror needs it: made from its source, so that what no frame is drawn with can be left out (virtual
 * reality, shadow maps), and its shaders without comments and indents, as three's own build makes them.
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";

const STAND_INS = {
  "renderers/webxr/WebXRManager.js": `
    export class WebXRManager {
      enabled = false;
      isPresenting = false;
      addEventListener() {}
      removeEventListener() {}
      setAnimationLoop() {}
      getEnvironmentBlendMode() {}
      dispose() {}
    }`,
  "renderers/webgl/WebGLShadowMap.js": `
    export class WebGLShadowMap {
      enabled = false;
      render() {}
    }`,
};
const SHADER = /\/\* glsl \*\/\s*`([^`]*)`/g;

/** A plugin for esbuild; `widget` is the folder with `node_modules`. */
export function three(widget) {
  const source = join(widget, "node_modules/three/src");
  const standIns = Object.entries(STAND_INS).map(([file, contents]) => [join(source, file), contents]);
  const left = new Map(standIns);
  return {
    name: "three",
    setup(build) {
      build.onResolve({ filter: /^three$/ }, () => ({ path: join(source, "Three.js"), sideEffects: false }));
      build.onLoad({ filter: /[\\/]three[\\/]src[\\/].*\.js$/ }, async ({ path }) => ({
        contents: left.get(path) ?? (await readFile(path, "utf8")).replace(SHADER, (_, text) => `\`${terse(text)}\``),
      }));
      build.onEnd(({ metafile }) => {
        const used = Object.keys(metafile?.inputs ?? {}).filter((input) => input.includes("three/src/"));
        const missing = Object.keys(STAND_INS).filter((file) => !used.some((input) => input.endsWith(file)));
        if (used.length && missing.length) throw new Error(`three has no ${missing.join(", ")} any more`);
      });
    },
  };
}

/** Lines of a shader's preprocessor stay lines. */
function terse(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/.*$/gm, "")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}
