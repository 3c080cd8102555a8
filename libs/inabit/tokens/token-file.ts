import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorField } from '../error-field.js';
import { isBearerToken } from './jwt.js';

/** The login token at rest: one line, readable by its owner only. */
export class TokenFile {
  constructor(readonly path: string) {}

  /** Undefined when there is no file yet, or no token in it. */
  async read(): Promise<string | undefined> {
    try {
      const token = (await readFile(this.path, 'utf8')).trim();
      return isBearerToken(token) ? token : undefined;
    } catch (error) {
      if (errorField(error, 'code') === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Replaces the token in one step: after a crash there is the old one or the new one, never a part (F3.5). */
  async write(token: string): Promise<void> {
    const temporary = `${this.path}.${process.pid}.tmp`;
    await writeDurably(temporary, `${token}\n`);
    await rename(temporary, this.path);
    await syncDirectory(dirname(this.path));
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.chmod(0o600); // A left-over of a crash may have another mode.
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
