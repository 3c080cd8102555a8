import type { LogFields } from '#libs/platform/log-fields.js';

/** What this folder says to the operator: `messageLog` of the platform fits. Never event data or connection strings. */
export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
