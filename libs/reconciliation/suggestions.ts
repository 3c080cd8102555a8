import type { BreakKind } from './items.js';

/** What to look at first, by kind of break. */
export const suggestions: Readonly<Record<BreakKind, string>> = {
  'missing-here': 'Find out who created it at the provider. Until then treat its wallet’s API user as stolen.',
  'missing-there': 'Ask the provider for the transaction by its id and hash; do not pay again.',
  duplicate: 'Compare both transactions at the provider and on the chain; the gate should have refused one of them.',
  status: 'Pull the transaction again (`ledger trace`), then resolve the payout with evidence.',
  asset: 'Compare token and blockchain with the pinned table of assets; nothing was booked in the other asset.',
  amount: 'Compare with the chain; correct the account with a credit or debit that refers to this break.',
  output: 'Compare what the swap yielded on the chain with what was booked.',
  fee: 'Compare with the chain; book the difference to fees:network.',
  destination: 'Stop payouts of this wallet and call the provider: money went where nobody asked for.',
  'transaction-hash': 'The transaction was replaced or re-sent; look both hashes up on the chain.',
  'unmatched-deposit': 'Find the customer by address or hash, then replay the webhook or credit with evidence.',
  'balance-drift': 'Look for a movement that one side does not know: `ledger explain balance` lists ours.',
};

/** How long a break has been there, in the buckets that a report counts. */
export type AgeBucket = 'under 1 h' | 'under 1 day' | '1 to 3 days' | 'over 3 days';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function ageBucket(openedAt: Date, now: Date): AgeBucket {
  const age = now.getTime() - openedAt.getTime();
  if (age < hourMs) return 'under 1 h';
  if (age < dayMs) return 'under 1 day';
  return age < 3 * dayMs ? '1 to 3 days' : 'over 3 days';
}
