import type { Asset } from '../money/asset.js';
import type { LedgerItem, ProviderItem } from './items.js';

/** Which movements a run looks at: those that changed lately, and those that open breaks are about. */
export interface Window {
  readonly since: Date;
  readonly ledgerIds: readonly string[];
  readonly providerIds: readonly string[];
}

export interface BookedBalance {
  readonly walletId: string;
  /** The provider's id of the wallet. */
  readonly providerWalletId: string;
  readonly asset: Asset;
  /** Available and reserved, in minor units. */
  readonly booked: bigint;
  /** Of movements that are under way, in minor units. */
  readonly inFlight: bigint;
}

/** A break that no run and no person has ended yet. */
export interface OpenBreak {
  readonly breakId: string;
  readonly source: string;
  readonly ledgerId: string | undefined;
  readonly providerId: string | undefined;
  readonly walletId: string | undefined;
}

/** Our side, as the read models tell it. */
export interface LedgerSide {
  items(window: Window): Promise<readonly LedgerItem[]>;
  /** The provider's transactions that we heard of since, ours or not. */
  heardOf(since: Date): Promise<readonly string[]>;
  balances(): Promise<readonly BookedBalance[]>;
  openBreaks(): Promise<readonly OpenBreak[]>;
}

export interface PulledItems {
  readonly items: readonly ProviderItem[];
  /** Nothing was learned about these; nothing is said about them either. */
  readonly unavailable: ReadonlySet<string>;
}

/** A wallet's balance as the provider reports it, a plain decimal. */
export interface ReportedBalance {
  readonly providerWalletId: string;
  readonly asset: Asset;
  readonly balance: string;
}

/** The provider's side, which is only ever read. */
export interface ProviderSide {
  pull(providerIds: readonly string[]): Promise<PulledItems>;
  /** Undefined when nothing was learned. */
  balances(): Promise<readonly ReportedBalance[] | undefined>;
}
