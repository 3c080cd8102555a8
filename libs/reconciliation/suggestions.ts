import type { BreakKind } from './items.js';

/** What to look at first, by kind of break. */
export const suggestions: Readonly<Record<BreakKind, string>> = {
  'missing-here': 'Find out who created it at the provider. Until then treat its wallet’s API user as stolen.',
  'missing-there': 'Ask the provider for the transaction by its id and hash; do not pay again.',
  duplicate: 'Compare both transactions at the provider and on the chain; the gate should have refused one of them.',
  status: 'Pull the transaction again (`ledger trace`), then resolve the payout with evidence.',
  'unknown-status': 'Ask the provider what this status means, then add it to the table of statuses.',
  asset: 'Compare token and blockchain with the pinned table of assets; nothing was booked in the other asset.',
  amount: 'Compare with the chain; correct the account with a credit or debit that refers to this break.',
  output: 'Compare what the swap yielded on the chain with what was booked.',
  fee: 'Compare with the chain; book the difference to fees:network.',
  destination: 'Stop payouts of this wallet and call the provider: money went where nobody asked for.',
  'transaction-hash': 'The transaction was replaced or re-sent; look both hashes up on the chain.',
  'unmatched-deposit': 'Find the customer by address or hash, then replay the webhook or credit with evidence.',
  'balance-drift': 'Look for a movement that one side does not know: `ledger explain balance` lists ours.',
  'unknown-wallet': 'Register the wallet (`ledger wallet register`), or ask the provider where ours went.',
  'one-sided-transfer': 'Look at the transfer (`ledger trace`): it left one wallet and has not arrived in the other.',
};

/** Who looks at a kind of break first, until it is assigned to somebody. */
export const defaultOwners: Readonly<Record<BreakKind, string>> = {
  'missing-here': 'security',
  'missing-there': 'operations',
  duplicate: 'security',
  status: 'operations',
  'unknown-status': 'engineering',
  asset: 'finance',
  amount: 'finance',
  output: 'finance',
  fee: 'finance',
  destination: 'security',
  'transaction-hash': 'operations',
  'unmatched-deposit': 'operations',
  'balance-drift': 'treasury',
  'unknown-wallet': 'treasury',
  'one-sided-transfer': 'treasury',
};

/** How long a break has been there, in the buckets that a report counts. */
export const ageBuckets = ['under 1 h', 'under 1 day', '1 to 3 days', 'over 3 days'] as const;
export type AgeBucket = (typeof ageBuckets)[number];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** From this age on, up to that of the next. */
const ageFromMs: Readonly<Record<AgeBucket, number>> = {
  'under 1 h': -Infinity,
  'under 1 day': hourMs,
  '1 to 3 days': dayMs,
  'over 3 days': 3 * dayMs,
};

export function ageBucket(openedAt: Date, now: Date): AgeBucket {
  const age = now.getTime() - openedAt.getTime();
  return ageBuckets.findLast((bucket) => age >= ageFromMs[bucket]) ?? 'under 1 h';
}

/** When what is in a bucket now was opened: after `after`, and not after `until`; undefined where there is no end. */
export function openedWithin(bucket: AgeBucket, now: Date): { readonly after?: Date; readonly until?: Date } {
  const from = ageFromMs[bucket];
  const next = ageBuckets[ageBuckets.indexOf(bucket) + 1];
  return {
    ...(next && { after: new Date(now.getTime() - ageFromMs[next]) }),
    ...(Number.isFinite(from) && { until: new Date(now.getTime() - from) }),
  };
}
