import { transformFileSync } from '@swc/core';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const everything = ['apps/cli', 'libs', 'projections'];
const standIns = [
  'libs/embedded/event-store',
  'apps/inabit-sandbox',
  'apps/projector',
  'apps/gate',
  'apps/worker',
  'apps/api',
];

/** A folder like a built checkout, with the real launcher and libraries, and with stand-ins for what it launches. */
export class CompiledCheckout {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-start-'));

  constructor(sources: readonly string[] = everything) {
    chmodSync(this.folder, 0o755); // As root, Postgres runs as a user that has to get through.
    const root = process.cwd();
    copyFileSync(path.join(root, 'package.json'), this.at('package.json'));
    symlinkSync(path.join(root, 'node_modules'), this.at('node_modules'));
    for (const source of sources) compile(path.join(root, source), this.at('dist', source));
    for (const place of standIns) {
      mkdirSync(this.at('dist', place), { recursive: true });
      copyFileSync(path.join(root, 'test/start/stand-in.mjs'), this.at('dist', place, 'main.js'));
    }
  }

  at(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  /** What the stand-ins wrote down: `worker started 123`. */
  journal(): string[] {
    return this.read('journal.log').trim().split('\n');
  }

  forget(): void {
    writeFileSync(this.at('journal.log'), '');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function compile(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    if (entry.isDirectory()) compile(source, path.join(to, entry.name));
    else if (isCode(entry.name)) writeFileSync(path.join(to, entry.name.replace(/\.ts$/, '.js')), transformed(source));
  }
}

function isCode(name: string): boolean {
  return name.endsWith('.ts') && !name.endsWith('.spec.ts');
}

function transformed(file: string): string {
  return transformFileSync(file, { configFile: path.join(process.cwd(), '.swcrc'), sourceMaps: false }).code;
}
