import type { Asset } from '../money/asset.js';
import { sameMoney, type Money } from '../money/money.js';

/** What the approver asked us about, out of its callback (provider notes §5.5). */
export interface ApprovalQuestion {
  readonly providerId: string;
  readonly transactionType: string;
  readonly initiatorId: string;
  /** Several for a batch or a sweep. */
  readonly walletIds: readonly string[];
  readonly to: string;
  /** Undefined when the coin and network are none that we know. */
  readonly asset: Asset | undefined;
  readonly amount: Money | undefined;
  /** The parts of the callback that a plain withdrawal lacks: `batch`, `off-ramp`, `swap`, `memo`, `data`. */
  readonly extras: readonly string[];
}

interface Pulled {
  readonly providerWalletId: string;
  readonly amount: Money;
}

interface Expected {
  readonly type: 'withdrawal' | 'swap';
  readonly initiatorId: string;
}

/** In what a callback differs from the pull, or from what only we may have asked for; undefined when in nothing. */
export function contradictionOf(question: ApprovalQuestion, pulled: Pulled, expected: Expected): string | undefined {
  if (question.transactionType.toLowerCase() !== expected.type) return 'callback-and-pull-differ: type';
  if (question.initiatorId !== expected.initiatorId) return 'callback-and-pull-differ: initiator';
  if (question.walletIds.length !== 1) return 'callback-and-pull-differ: several wallets';
  if (question.walletIds[0] !== pulled.providerWalletId) return 'callback-and-pull-differ: wallet';
  if (!question.amount || !sameMoney(question.amount, pulled.amount)) return 'callback-and-pull-differ: amount';
  return undefined;
}
