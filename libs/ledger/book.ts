import { assetId, storedAsset, type AssetId } from '../money/asset.js';
import { money, type Money } from '../money/money.js';
import type { AccountName } from './account-name.js';
import type { Posting } from './posting.js';
import { compareTexts } from './text-order.js';

/** What stands in one account in one asset. */
export interface BookLine {
  readonly account: AccountName;
  readonly balance: Money;
}

/** Balances of all accounts, folded from postings; every asset sums to zero (INV-L3). */
export class Book {
  private readonly minors = new Map<AccountName, Map<AssetId, bigint>>();

  post({ from, to, amount }: Posting): void {
    const asset = assetId(amount.asset);
    this.add(from, asset, -amount.minor);
    this.add(to, asset, amount.minor);
  }

  /** By account, then asset, in the order of their code points. */
  lines(): BookLine[] {
    const lines = [...this.minors].flatMap(([account, assets]) =>
      [...assets].map(([asset, minor]) => ({ account, balance: money(storedAsset(asset), minor), asset })),
    );
    return lines
      .toSorted((a, b) => compareTexts(a.account, b.account) || compareTexts(a.asset, b.asset))
      .map(({ account, balance }) => ({ account, balance }));
  }

  private add(account: AccountName, asset: AssetId, change: bigint): void {
    const assets = this.minors.get(account) ?? new Map<AssetId, bigint>();
    assets.set(asset, (assets.get(asset) ?? 0n) + change);
    this.minors.set(account, assets);
  }
}
