import fs from 'node:fs/promises';
import { Refused } from './run-command.js';

/** A text file that the command was given. @throws Refused when it cannot be read. */
export async function readInput(file: string): Promise<string> {
  return fs.readFile(file, 'utf8').catch((error: Error) => {
    throw new Refused(`${file} cannot be read: ${error.message}`);
  });
}
