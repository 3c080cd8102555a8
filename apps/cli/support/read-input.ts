import fs from 'node:fs/promises';
import { Refused } from './run-command.js';

/** A text file that the command was given. @throws Refused when it cannot be read. */
export async function readInput(file: string): Promise<string> {
  return fs.readFile(file, 'utf8').catch((error: Error) => {
    throw new Refused(`${file} cannot be read: ${error.message}`);
  });
}

/** For `columns` of csv-parse: a download that failed, or another separator, is no table of nothing. @throws Refused */
export function namedColumns(required: readonly string[]): (header: string[]) => string[] {
  return (header) => {
    const missing = required.filter((name) => !header.includes(name));
    if (missing.length === 0) return header;
    throw new Refused(`There is no column ${missing.join(', ')}; columns are separated by commas`);
  };
}
