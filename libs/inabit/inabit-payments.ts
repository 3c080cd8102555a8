import type { Asset } from '#libs/money/asset.js';
import type { CreateOutcome } from './create-outcome.js';

export interface WithdrawalRequest {
  /** inabit's id of the wallet that pays. */
  readonly walletId: string;
  readonly asset: Asset;
  /** In units of the asset, as a plain decimal: `12.5`. Sent digit for digit as a JSON number (F3.13). */
  readonly amount: string;
  readonly address: string;
  /** Our reference; people at inabit can edit it. */
  readonly note: string;
  /** `Slow`, `Medium`, `Fast`; inabit's default when absent. */
  readonly priority?: string;
}

export interface SwapRequest {
  /** inabit's id of the wallet in which it is swapped. */
  readonly walletId: string;
  readonly from: Asset;
  readonly to: Asset;
  /** Of `from`, as a plain decimal. Sent digit for digit as a JSON number. */
  readonly amount: string;
  /** Our reference; people at inabit can edit it. */
  readonly note: string;
}

/** The side of inabit that moves money. Only the worker may reach this file; the public API must not. */
export abstract class InabitPayments {
  /**
   * Asks for a withdrawal, once; every answer has its class. inabit knows no idempotency key: calling again is asking
   * for another withdrawal, so the claim has to be in the log before.
   */
  abstract createWithdrawal(request: WithdrawalRequest): Promise<CreateOutcome>;

  /** Asks for a swap within a wallet, once, with the same classes of answers. What it yields only a later pull shows. */
  abstract createSwap(request: SwapRequest): Promise<CreateOutcome>;
}
