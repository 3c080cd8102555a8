import type { SandboxReady } from '../up/ready-messages.js';

/** What the demo has to work with. It runs once, against the sandbox only: never against a real provider. */
export interface DemoContext {
  readonly apiUrl: string;
  /** A test key of the operator `acme`. */
  readonly apiKey: string;
  /** A test key of the organisation itself. */
  readonly platformKey: string;
  /** Where this run keeps what it writes. */
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly sandboxUrl: string;
  readonly sandbox: SandboxReady;
  /** Shows a line. */
  readonly print: (line: string) => void;
  /** Aborted when the operator stops everything. */
  readonly signal: AbortSignal;
}
