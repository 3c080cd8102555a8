// Imports TypeScript of this repository into plain Node, for what runs outside of Jest's own compiler.
import { transformFileSync } from '@swc/core';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** Compiles a folder and those that its files import from, and imports a file of it. */
export async function importCompiled(folder, name, beside = []) {
  // Inside node_modules, so that packages are found from there.
  const out = path.join(root, 'node_modules', '.cache', 'compiled', String(process.pid));
  for (const each of [folder, ...beside]) compile(each, path.join(out, each));
  const imported = await import(pathToFileURL(path.join(out, folder, name)).href);
  fs.rmSync(out, { recursive: true, force: true });
  return imported;
}

function compile(folder, out) {
  fs.mkdirSync(out, { recursive: true });
  for (const file of fs.readdirSync(path.join(root, folder))) {
    if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
    const { code } = transformFileSync(path.join(root, folder, file), { configFile: path.join(root, '.swcrc') });
    fs.writeFileSync(path.join(out, file.replace(/\.ts$/, '.js')), code);
  }
}
