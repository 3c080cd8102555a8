import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepareDataFolder } from './data-folder.js';

describe('the data folder', () => {
  it('is made with everything above it, for its owner', () => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'data-folder-'));
    const folder = path.join(root, 'a', 'b');
    prepareDataFolder(folder);
    prepareDataFolder(folder);
    expect(statSync(folder).mode & 0o066).toBe(0);
    rmSync(root, { recursive: true });
  });

  it.each(['/proc/nothing-here', '/proc/nothing-here/data', '/etc/passwd', '/etc/passwd/data'])(
    'is refused in words where it cannot be: %s',
    (folder) => expect(() => prepareDataFolder(folder)).toThrow(`${folder} cannot be used (`),
  );
});
