/** FILE.gz and FILE.br beside each file, for whoever asks for them; large ones are compressed once. */

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { filesIn } from "./files.mjs";

const SQUEEZED = /\.(js|css|html|json|wasm|task)$/;
const LARGE = 1e6; // bytes of a file whose compressed form is kept
const HUGE = 8e6; // bytes of a file whose best form takes twice as long as one that is 4 % larger
const BEST = { gz: 9, br: 11 };
const QUICK = 10;

/** `kept`: a folder by contents. `thorough`: at its best, whatever it takes. Returns the sizes of all files. */
export async function squeeze(folder, kept, thorough) {
  const sizes = await Promise.all(
    (await filesIn(folder)).map(async (file) => {
      const bytes = await readFile(file);
      const name = relative(folder, file);
      if (!SQUEEZED.test(file)) return [name, { bytes: bytes.length }];
      const level = bytes.length > HUGE && !thorough ? QUICK : BEST.br;
      const [gz, br] = await Promise.all([squeezed(bytes, "gz", BEST.gz, kept), squeezed(bytes, "br", level, kept)]);
      await Promise.all([writeFile(`${file}.gz`, gz), writeFile(`${file}.br`, br)]);
      return [name, { bytes: bytes.length, gzip: gz.length, brotli: br.length }];
    }),
  );
  return Object.fromEntries(sizes);
}

async function squeezed(bytes, kind, level, kept) {
  if (bytes.length < LARGE) return compressed(bytes, kind, level);
  const file = join(kept, `${createHash("sha256").update(bytes).digest("hex")}.${level}.${kind}`);
  try {
    return await readFile(file);
  } catch {
    const made = await compressed(bytes, kind, level);
    await mkdir(kept, { recursive: true });
    await writeFile(`${file}.draft`, made);
    await rename(`${file}.draft`, file); // a build that is stopped leaves no half of it
    return made;
  }
}

async function compressed(bytes, kind, level) {
  if (kind === "gz") return promisify(gzip)(bytes, { level });
  const params = { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return promisify(brotliCompress)(bytes, { params: { ...params, [constants.BROTLI_PARAM_LGWIN]: 22 } });
}
