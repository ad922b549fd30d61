/** Style sheets that scripts carry as text, without what only their readers need. */

import { transform } from "esbuild";
import { readFile } from "node:fs/promises";

/** A plugin for esbuild. */
export const styles = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};
