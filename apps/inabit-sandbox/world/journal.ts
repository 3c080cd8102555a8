import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Recorded } from './records.js';

/** Nothing but this program writes the journal, so a record is looked at no closer. */
const recorded = z.custom<Recorded>((value) => typeof value === 'object' && value !== null && 'type' in value);

/** Where the records go: one JSON line each. A line is whole once its line feed is there. */
export interface Journal {
  append(records: readonly Recorded[]): void;
  close(): void;
}

export const noJournal: Journal = { append: () => undefined, close: () => undefined };

/**
 * Opens `journal.jsonl` of a directory. A last line that was torn by a crash is cut off. Lines are handed to the
 * operating system before the call returns, which survives `kill -9` (not a power cut: nothing is synced).
 * @throws Error when another line than the last is unreadable.
 */
export function openJournal(directory: string): { readonly journal: Journal; readonly records: readonly Recorded[] } {
  fs.mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'journal.jsonl');
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) fs.truncateSync(file, Buffer.byteLength(whole));
  const records = readRecords(whole, file);
  const descriptor = fs.openSync(file, 'a', 0o600);
  fs.fchmodSync(descriptor, 0o600); // Login tokens and the gate's secret path are in it.
  return { journal: journalOn(descriptor), records };
}

function journalOn(descriptor: number): Journal {
  let open = true;
  return {
    append(records) {
      if (!open) throw new Error('the sandbox is stopped');
      fs.writeFileSync(descriptor, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    },
    close() {
      if (open) fs.closeSync(descriptor);
      open = false;
    },
  };
}

function readRecords(text: string, file: string): Recorded[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, at) => {
    try {
      return recorded.parse(JSON.parse(line));
    } catch {
      throw new Error(`${file}, line ${at + 1} is unreadable`);
    }
  });
}
