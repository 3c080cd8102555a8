import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openLogFile } from './log-file.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(line: string): Promise<void> {
  const log = openLogFile(folder, 'api');
  log.write(line);
  await log.close();
}

describe('a log file', () => {
  it('grows from start to start, for its owner only', async () => {
    await write('one');
    await write('two');
    expect(readFileSync(path.join(folder, 'api.log'), 'utf8')).toBe('one\ntwo\n');
    expect(statSync(path.join(folder, 'api.log')).mode & 0o777).toBe(0o600);
  });

  it('makes way at a start when it has become large, and the oldest goes', async () => {
    for (const number of [1, 2, 3, 4, 5]) {
      writeFileSync(path.join(folder, 'api.log'), String(number));
      truncateSync(path.join(folder, 'api.log'), 10_000_001);
      await write('fresh');
    }
    expect(readdirSync(folder).sort()).toEqual(['api.log', 'api.log.1', 'api.log.2', 'api.log.3']);
    expect(readFileSync(path.join(folder, 'api.log'), 'utf8')).toBe('fresh\n');
    expect(readFileSync(path.join(folder, 'api.log.3'), 'utf8').slice(0, 1)).toBe('3');
  });
});
