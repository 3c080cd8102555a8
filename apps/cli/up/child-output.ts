import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { escapeInvisible } from '#libs/platform/log-text.js';
import type { LogFile } from './log-file.js';

const lastLinesMax = 15;
const shownCharsMax = 240;
/** The same kind of warning is shown once in this time; all of them are in the log file. */
const repeatMs = 5_000;

const warning = z.looseObject({
  level: z.enum(['warn', 'error', 'fatal']),
  app: z.string(),
  event: z.string(),
  error: z.looseObject({ message: z.string() }).optional(),
});

/** Sends what a child writes to its log file, shows its warnings, and remembers its last lines. */
export class ChildOutput {
  private readonly shownAt = new Map<string, number>();
  readonly lastLines: string[] = [];

  constructor(
    private readonly log: LogFile,
    private readonly show: (text: string) => void,
  ) {}

  follow(stream: Readable): void {
    createInterface(stream).on('line', (line) => this.take(line));
  }

  take(line: string): void {
    this.log.write(line);
    this.lastLines.push(line);
    if (this.lastLines.length > lastLinesMax) this.lastLines.shift();
    if (!line.startsWith('{')) return;
    const parsed = warning.safeParse(parseJson(line));
    if (parsed.success && this.isDue(`${parsed.data.app} ${parsed.data.event}`)) this.show(readable(parsed.data));
  }

  private isDue(kind: string): boolean {
    const now = performance.now();
    const due = now - (this.shownAt.get(kind) ?? -repeatMs) >= repeatMs;
    if (due) this.shownAt.set(kind, now);
    return due;
  }
}

function readable({ app, event, level: _level, error, time: _time, ...fields }: z.output<typeof warning>): string {
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const why = error === undefined ? [] : [error.message];
  const text = escapeInvisible([`${app}: ${event}`, ...rest, ...why].join(' ').replace(/\s+/g, ' '));
  return text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
