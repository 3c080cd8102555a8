import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json and dist/, from wherever this file was compiled to. */
export const checkoutFolder = nearestPackage(path.dirname(fileURLToPath(import.meta.url)));

/** The compiled entry point of a process: `entryPoint('apps/api')`. */
export function entryPoint(folder: string): string {
  return path.join(checkoutFolder, 'dist', folder, 'main.js');
}

function nearestPackage(folder: string): string {
  const parent = path.dirname(folder);
  if (existsSync(path.join(folder, 'package.json')) || parent === folder) return folder;
  return nearestPackage(parent);
}
