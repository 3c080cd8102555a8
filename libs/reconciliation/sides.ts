import type { Asset } from '../money/asset.js';
import type { BreakKind, LedgerItem, ProviderItem } from './items.js';
import type { StuckTransfer } from './match-transfers.js';

/** Which movements a run looks at: those that changed lately, and those that are asked for by an id of either side. */
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
  /** Of movements that are under way, in minor units: out of the wallet, and into it. */
  readonly leaving: bigint;
  readonly arriving: bigint;
  /** A swap or a fee under way will change it, nobody knows by how much. */
  readonly isUncertain: boolean;
}

/** A break that no run and no person has ended yet. */
export interface OpenBreak {
  readonly breakId: string;
  readonly kind: BreakKind;
  readonly source: string;
  readonly ledgerId: string | undefined;
  readonly providerId: string | undefined;
  readonly walletId: string | undefined;
  readonly asset: string | undefined;
  readonly difference: string | undefined;
}

/** The provider told us something about one of its movements, ours or not. */
export interface Heard {
  readonly at: Date;
  readonly kind: 'transaction' | 'deposit' | 'purchase';
  readonly providerId: string;
}

/** A movement that had ended on both sides when it was compared, and was equal. */
export interface Remembered {
  readonly providerId: string;
  readonly ours: string;
  readonly theirs: string;
  readonly comparedAt: Date;
}

export type Memory = ReadonlyMap<string, Remembered>;

export interface KnownWallet {
  readonly walletId: string;
  readonly providerWalletId: string;
}

/** Our side, as the read models tell it. */
export interface LedgerSide {
  items(window: Window): Promise<readonly LedgerItem[]>;
  /** The latest since then about each of the provider's movements. */
  heardOf(since: Date): Promise<readonly Heard[]>;
  /** By the provider's id, of those given. */
  remembered(providerIds: readonly string[]): Promise<Memory>;
  wallets(): Promise<readonly KnownWallet[]>;
  balances(): Promise<readonly BookedBalance[]>;
  stuckTransfers(): Promise<readonly StuckTransfer[]>;
  openBreaks(): Promise<readonly OpenBreak[]>;
}

export interface PulledItems {
  readonly items: readonly ProviderItem[];
  /** Nothing was learned about these; nothing is said about them either. */
  readonly unavailable: ReadonlySet<string>;
}

/** A wallet as the provider reports it, with what is of assets of ours, as plain decimals. */
export interface ReportedWallet {
  readonly providerWalletId: string;
  readonly name: string;
  readonly balances: readonly { readonly asset: Asset; readonly balance: string }[];
}

/** The provider's Platform, which is only ever read. */
export interface ProviderSide {
  pull(providerIds: readonly string[]): Promise<PulledItems>;
  /** Undefined when nothing was learned. */
  wallets(): Promise<readonly ReportedWallet[] | undefined>;
}

/** The provider's Terminal: deposits at customer addresses, and purchases. It lists them, the newest first. */
export interface DepositSide {
  /**
   * Reads the lists until a page tells nothing new, and asks for the wanted ones that no page had.
   * @param hasNews whether any of a page's items is otherwise than when it was compared
   */
  look(wanted: WantedDeposits, hasNews: (page: readonly ProviderItem[]) => Promise<boolean>): Promise<PulledItems>;
}

export interface WantedDeposits {
  readonly deposits: ReadonlySet<string>;
  readonly purchases: ReadonlySet<string>;
}

export interface Sides {
  readonly ledger: LedgerSide;
  readonly provider: ProviderSide;
  /** Absent where no deposits are kept. */
  readonly deposits?: DepositSide | undefined;
}
