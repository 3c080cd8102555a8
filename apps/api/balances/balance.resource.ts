import { formatAmount } from '#libs/money/amount-text.js';
import { storedAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import type { WalletBalanceRow } from '#projections/balances/balances.queries.js';
import { assetText } from '../assets/known-asset.js';
import type { BalanceDto } from './balance.dto.js';

/** One balance for each wallet and asset, out of one row for each part of it. */
export function balanceResources(rows: readonly WalletBalanceRow[]): BalanceDto[] {
  const groups = new Map<string, WalletBalanceRow[]>();
  for (const row of rows) {
    const key = `${row.walletId} ${row.asset}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap(([first, ...rest]) => (first ? [balanceResource(first, [first, ...rest])] : []));
}

function balanceResource({ walletId, asset: id }: WalletBalanceRow, rows: readonly WalletBalanceRow[]): BalanceDto {
  const asset = storedAsset(id);
  const amountOf = (part: 'available' | 'reserved' | 'incoming'): string => {
    const row = rows.find((candidate) => candidate.part === part);
    return formatAmount(money(asset, BigInt(row?.balanceMinor ?? '0')));
  };
  return {
    object: 'balance',
    wallet_id: walletId,
    asset: assetText(asset),
    available: amountOf('available'),
    reserved: amountOf('reserved'),
    incoming: amountOf('incoming'),
  };
}
