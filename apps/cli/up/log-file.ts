import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const bytesMax = 10_000_000;
const oldFilesMax = 3;

export interface LogFile {
  readonly path: string;
  write(line: string): void;
  close(): Promise<void>;
}

/** Appends to `<folder>/<name>.log`; one that has grown large becomes `<name>.log.1` first, and so on up to 3. */
export function openLogFile(folder: string, name: string): LogFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${name}.log`);
  if (existsSync(file) && statSync(file).size > bytesMax) rotate(file);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  stream.on('error', () => undefined); // A full disk must not take the processes down that still run.
  return {
    path: file,
    write: (line) => void stream.write(`${line}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function rotate(file: string): void {
  for (let number = oldFilesMax; number >= 1; number--) {
    const younger = number === 1 ? file : `${file}.${number - 1}`;
    if (existsSync(younger)) renameSync(younger, `${file}.${number}`);
  }
}
