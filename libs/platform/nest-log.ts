import type { LoggerService } from '@nestjs/common';
import type { Log } from './logging.js';

/** Nest's own messages in our log. What it tells about its routine goes to the level `debug`. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.target.debug('nest', fields(message, rest));
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.target.debug('nest', fields(message, rest));
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.target.debug('nest', fields(message, rest));
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.target.warn('nest', fields(message, rest));
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.target.error('nest', fields(message, rest));
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.target.error('nest', fields(message, rest));
  }
}

/** Nest's last parameter is the context, and an error's stack may stand before it. */
function fields(message: unknown, rest: readonly unknown[]) {
  const context = rest.at(-1);
  const where = typeof context === 'string' ? { context } : {};
  const error = [message, ...rest].find((part) => part instanceof Error);
  if (error) return { ...where, error };
  return { ...where, detail: typeof message === 'string' ? message : JSON.stringify(message) };
}
