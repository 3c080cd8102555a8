/** Where the gateway reports what needs attention; a pino logger fits. Fields never hold secrets. */
export interface InabitLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
