import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { assertReachable, unprivilegedUser } from './unprivileged-user.js';

const isRoot = process.getuid?.() === 0;

describe('the user that Postgres runs as', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-user-spec-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is never root', () => {
    expect(unprivilegedUser().uid).not.toBe(0);
    expect(unprivilegedUser().uid === undefined).toBe(!isRoot);
  });

  it('must be able to enter the data directory, else the folder in the way is named', () => {
    chmodSync(folder, 0o755);
    const closed = path.join(folder, 'closed');
    mkdirSync(path.join(closed, 'data'), { recursive: true });
    assertReachable(path.join(closed, 'data'), unprivilegedUser());
    chmodSync(closed, 0o700);
    const attempt = (): void => assertReachable(path.join(closed, 'data'), unprivilegedUser());
    // Who is not root runs Postgres as himself, and owns the folder.
    if (isRoot) expect(attempt).toThrow(`cannot enter ${closed}. Keep the data outside of it`);
    else expect(attempt).not.toThrow();
  });
});
