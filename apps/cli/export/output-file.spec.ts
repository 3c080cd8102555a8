import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotWritable, writeWhole } from './output-file.js';

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-output-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const text = new TextEncoder().encode('whole\n');
const write = (name: string) => writeWhole(path.join(folder, name), (output) => output.write(text));

describe('RS-14 the file of an export', () => {
  it('is there when it is whole, and replaces one that was there', async () => {
    fs.writeFileSync(path.join(folder, 'again.csv'), 'old');
    expect(await write('again.csv')).toMatchObject({ bytes: 6 });
    expect(fs.readFileSync(path.join(folder, 'again.csv'), 'utf8')).toBe('whole\n');
  });

  it('never takes the place of what is no file, and says so before any work', async () => {
    const pipe = path.join(folder, 'to-null');
    fs.symlinkSync('/dev/null', pipe);
    await expect(write('to-null')).rejects.toThrow(NotWritable);
    expect(fs.readlinkSync(pipe)).toBe('/dev/null');
    await expect(write('.')).rejects.toThrow('is not a file');
  });

  it('is called by its own name when it cannot be written', async () => {
    await expect(write('none/there.csv')).rejects.toThrow(/there\.csv cannot be written: ENOENT$/);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});
