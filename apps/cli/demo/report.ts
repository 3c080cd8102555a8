import Table from 'cli-table3';
import { formatAmount } from '#libs/money/amount-text.js';
import { findAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import type { AccountBalanceRow } from '#projections/balances/balances.queries.js';
import type { Withdrawal } from './ledger-client.js';
import type { Broadcast } from './sandbox-client.js';

/** Every payout with its state and references, and how often the provider sent it by the provider's own books. */
export function payoutTable(withdrawals: readonly Withdrawal[], broadcasts: readonly Broadcast[] | undefined): string {
  const table = plainTable(['payout', 'reference', 'amount', 'status', 'tries', 'broadcast', 'provider id', 'hash']);
  for (const withdrawal of withdrawals) {
    const {
      id,
      reference,
      amount,
      asset,
      attempts,
      provider_reference: providerId,
      transaction_hash: hash,
    } = withdrawal;
    const times = broadcasts?.filter(({ note }) => note?.includes(id)).length;
    table.push([
      id,
      reference ?? '',
      `${amount} ${asset}`,
      statusOf(withdrawal),
      attempts,
      times === undefined ? '?' : `${times} ×`,
      short(providerId),
      short(hash),
    ]);
  }
  return table.toString();
}

/** What stands in each account, and that each asset sums to zero over all of them (INV-L3). */
export function balanceTable(rows: readonly AccountBalanceRow[]): string {
  const table = plainTable(['account', 'asset', 'balance']);
  for (const { account, asset, balanceMinor } of rows)
    if (balanceMinor !== '0')
      table.push([account, asset, { content: amountText(asset, balanceMinor), hAlign: 'right' }]);
  const sums = new Map<string, bigint>();
  for (const { asset, balanceMinor } of rows) sums.set(asset, (sums.get(asset) ?? 0n) + BigInt(balanceMinor));
  const balanced = [...sums.values()].every((sum) => sum === 0n);
  return `${table.toString()}\n${balanced ? 'Every asset sums to zero over all accounts.' : 'THE BOOKS DO NOT BALANCE.'}`;
}

function statusOf({ status, stage, failure, review }: Withdrawal): string {
  if (failure) return `${status} (${failure.code})`;
  return review ? `in review (${review.reason})` : `${status} (${stage})`;
}

function amountText(asset: string, minor: string): string {
  const known = findAsset(asset);
  return known ? formatAmount(money(known, BigInt(minor))) : `${minor} minor units`;
}

function short(text: string | null): string {
  if (text === null) return '';
  return text.length <= 14 ? text : `${text.slice(0, 8)}…${text.slice(-4)}`;
}

function plainTable(head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
