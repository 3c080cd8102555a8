import Table from 'cli-table3';
import { formatAmount } from '#libs/money/amount-text.js';
import { findAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import { differences, type Books } from './books.js';
import type { Movement, Withdrawal } from './ledger-client.js';
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

/** The movements of money other than payouts to players. */
export function movementTable(movements: readonly Movement[]): string {
  const table = plainTable(['movement', 'id', 'reference', 'amount', 'status', 'provider id']);
  for (const { object, id, reference, amount, asset, status, provider_reference: providerId } of movements)
    table.push([object, id, reference ?? '', `${amount} ${asset}`, status, short(providerId ?? null)]);
  return table.toString();
}

/** What stands in each account, and that each asset sums to zero over all of them (INV-L3). */
export function balanceTable({ accounts, compared }: Books): string {
  const table = plainTable(['account', 'asset', 'balance', "the provider's own"]);
  const right = (content: string) => ({ content, hAlign: 'right' as const });
  for (const { account, asset, balanceMinor } of accounts) {
    const wallet = compared.find((each) => each.asset === asset && account === `wallet:${each.walletId}:available`);
    const theirs = wallet ? amountText(asset, String(wallet.providers)) : '';
    if (balanceMinor !== '0') table.push([account, asset, right(amountText(asset, balanceMinor)), right(theirs)]);
  }
  return [table.toString(), balanced(accounts), tied(compared)].join('\n');
}

function balanced(accounts: Books['accounts']): string {
  const sums = new Map<string, bigint>();
  for (const { asset, balanceMinor } of accounts) sums.set(asset, (sums.get(asset) ?? 0n) + BigInt(balanceMinor));
  const isBalanced = [...sums.values()].every((sum) => sum === 0n);
  return isBalanced ? 'Every asset sums to zero over all accounts.' : 'THE BOOKS DO NOT BALANCE.';
}

function tied(compared: Books['compared']): string {
  const differing = differences(compared).map(({ walletId, asset }) => `${walletId} ${asset}`);
  if (differing.length > 0) return `OURS IS NOT THE PROVIDER'S: ${differing.join(', ')}`;
  return `All ${compared.length} balances of the wallets are the provider's own, to the last digit.`;
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
