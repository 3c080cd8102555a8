import { pino, type Logger } from 'pino';
import { isLogField, type LogFields } from './log-fields.js';
import { prettyLine } from './log-pretty.js';
import { escapeInvisible, scrub } from './log-text.js';
import type { LogFormat, LogLevel } from './process.config.js';

export interface LogOptions {
  /** Which process writes: `worker`. */
  readonly app: string;
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Takes whole lines; standard output when left out. */
  readonly write?: (line: string) => void;
}

/**
 * The log of a process, one line for each entry. An entry has the name of what happened, in kebab case, and declared
 * plain fields; whatever else is handed in is left out (S-37).
 */
export class Log {
  constructor(private readonly logger: Logger) {}

  debug(event: string, fields: LogFields = {}): void {
    this.entry('debug', event, fields);
  }

  info(event: string, fields: LogFields = {}): void {
    this.entry('info', event, fields);
  }

  warn(event: string, fields: LogFields = {}): void {
    this.entry('warn', event, fields);
  }

  error(event: string, fields: LogFields = {}): void {
    this.entry('error', event, fields);
  }

  /** A log that adds these fields to each of its entries. */
  with(fields: LogFields): Log {
    return new Log(this.logger.child(declared(fields)));
  }

  private entry(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: LogFields): void {
    if (this.logger.isLevelEnabled(level)) this.logger[level]({ event: scrub(event), ...declared(fields) });
  }
}

export function createLog({ app, level, format, write = writeOut }: LogOptions): Log {
  const options = {
    level,
    base: { app },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redacted, censor: '[secret]' },
  };
  const toLine = format === 'pretty' ? prettyLine : escapeInvisible;
  return new Log(pino(options, { write: (json: string) => write(toLine(json)) }));
}

/** A second wall behind the allow-list. */
const redacted = ['authorization', 'token', 'secret', 'password', 'apiKey', 'loginToken', 'accessToken', 'signature'];

function writeOut(line: string): void {
  process.stdout.write(line);
}

function declared({ error, ...fields }: LogFields): Record<string, unknown> {
  const kept = Object.entries(fields).filter(([name, value]) => isLogField(name, value));
  const values = kept.map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : toJson(value)]);
  return { ...Object.fromEntries(values), ...(error === undefined ? {} : { error: describeError(error) }) };
}

function toJson(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Name, message, code and stack of what was thrown, and of its causes. Other properties may hold anything. */
function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? { code: error.code } : {};
  const stack = error.stack === undefined ? {} : { stack: scrub(error.stack) };
  const cause = error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {};
  return { name: error.name, message: scrub(error.message), ...code, ...stack, ...cause };
}

/** The same log for parts that know pino's order: fields first, then the message, which becomes the entry's name. */
export function messageLog(log: Log) {
  return {
    info: (fields: LogFields, message: string) => log.info(message, fields),
    warn: (fields: LogFields, message: string) => log.warn(message, fields),
    error: (fields: LogFields, message: string) => log.error(message, fields),
  };
}
