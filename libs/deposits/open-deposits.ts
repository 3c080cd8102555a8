import type { DepositHint } from './deposit-hints.js';

/** What we know of and expect something to happen to. */
export abstract class OpenDeposits {
  /** The provider's ids in their order, after the given one, page after page. */
  abstract pages(kind: DepositHint['kind'], after?: string): AsyncIterable<readonly string[]>;
}
