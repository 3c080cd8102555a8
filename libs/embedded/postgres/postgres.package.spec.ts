import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { copyOfPackage, hydrateSymlinks } from './postgres.package.js';

describe('the package with the binaries', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'ledger-package-spec-'));
  const version = `spec-${randomUUID()}`;
  const link = { source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' };
  for (const folder of ['bin', 'lib']) mkdirSync(path.join(root, 'native', folder), { recursive: true });
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ version }));
  writeFileSync(path.join(root, 'native/pg-symlinks.json'), JSON.stringify([link]));
  writeFileSync(path.join(root, link.source), 'library');
  const copies = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.includes(version));
  afterAll(() => {
    for (const folder of [root, ...copies().map((name) => path.join(os.tmpdir(), name))])
      rmSync(folder, { recursive: true, force: true });
  });

  it('is copied once, complete with the symlinks that an install script would have made', () => {
    const binaries = copyOfPackage(root);
    const library = path.join(binaries, '..', 'lib', 'libx.so.1');
    expect(readFileSync(library, 'utf8')).toBe('library');
    expect(existsSync(path.join(root, link.target))).toBe(false);
    expect(copyOfPackage(root)).toBe(binaries);
    expect(copies()).toHaveLength(1);
  });

  it('is not taken from a folder that others can write to', () => {
    const copy = path.dirname(path.dirname(copyOfPackage(root)));
    chmodSync(copy, 0o777);
    expect(() => copyOfPackage(root)).toThrow('not a folder that only we can write to');
  });

  it('gets its symlinks in place where it can be written to, as often as one likes', () => {
    hydrateSymlinks(root);
    hydrateSymlinks(root);
    expect(readFileSync(path.join(root, link.target), 'utf8')).toBe('library');
  });
});
