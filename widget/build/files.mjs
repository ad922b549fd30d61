/** The files of a folder, those of its folders included, in order. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";

export async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
