import type { InabitLog } from '../inabit-log.js';

/** Keeps what was logged, as text. */
export class MemoryLog implements InabitLog {
  readonly lines: string[] = [];

  warn(fields: object, message: string): void {
    this.lines.push(`warn ${JSON.stringify(fields)} ${message}`);
  }

  error(fields: object, message: string): void {
    this.lines.push(`error ${JSON.stringify(fields)} ${message}`);
  }
}
