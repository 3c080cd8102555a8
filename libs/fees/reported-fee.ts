import { parseNumberLiteral } from '../money/amount-text.js';
import type { Chain } from '../money/asset.js';
import type { Money } from '../money/money.js';
import { nativeAsset } from '../money/native-asset.js';
import type { FeeProblem } from './network-fee.events.js';

/** A fee as the provider reports it, or why it cannot be booked. */
export type ReportedFee =
  | { readonly fee: Money }
  | { readonly problem: FeeProblem; readonly reported?: string | undefined };

/** A fee of nothing is nothing to book; should it change, the watch on fees sees it. */
export function isFree(text: string | undefined, chain: Chain): boolean {
  const read = readFee(text, chain);
  return 'fee' in read && read.fee.minor === 0n;
}

/** The provider counts fees in the native coin of the chain (provider notes §2.5, A15). */
export function readFee(text: string | undefined, chain: Chain): ReportedFee {
  if (text === undefined) return { problem: 'missing' };
  const parsed = parseNumberLiteral(text, nativeAsset(chain));
  return parsed.ok && parsed.money.minor >= 0n ? { fee: parsed.money } : { problem: 'unreadable', reported: text };
}
