import { z } from 'zod';
import { escapeInvisible } from './log-text.js';

const line = z.looseObject({ level: z.string(), time: z.string(), app: z.string(), event: z.string() });

/** A JSON log line for people: `12:00:01.123 WARN  worker: payout-retried payoutId=… attempt=2`. */
export function prettyLine(json: string): string {
  const { level, time, app, event, ...fields } = line.parse(JSON.parse(json));
  const head = `${time.slice(11, 23)} ${level.toUpperCase().padEnd(5)} ${plain(app)}: ${plain(event)}`;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${plain(value)}`);
  return `${[head, ...rest].join(' ')}\n`;
}

/** Quoted as soon as it could be read as anything but one word. */
function plain(value: unknown): string {
  if (typeof value === 'string' && /^[\w.:/@+,-]+$/.test(value)) return value;
  return escapeInvisible(JSON.stringify(value));
}
