import type { Database } from '#libs/read-store/database.js';
import type { DemoContext } from './demo-context.js';
import type { DemoWallets } from './demo-wallets.js';
import type { LedgerClient } from './ledger-client.js';
import type { SandboxClient } from './sandbox-client.js';

/** What every part of the demo acts on. */
export interface DemoStage {
  readonly context: DemoContext;
  /** With the key of the operator. */
  readonly ledger: LedgerClient;
  /** With the key of the organisation. */
  readonly platform: LedgerClient;
  readonly sandbox: SandboxClient;
  readonly database: Database;
  readonly wallets: DemoWallets;
  readonly print: (line: string) => void;
}

export const endMsMax = 60_000;
