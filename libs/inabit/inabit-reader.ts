import type { Asset } from '#libs/money/asset.js';
import type { AssetProblem } from './asset-resolution.js';
import type { Evidence } from './evidence.js';
import type { ProviderPhase } from './provider-status.js';

/** A transaction as pulled. Amounts are plain decimals with exactly the provider's value. */
export interface ProviderTransaction {
  readonly providerId: string;
  readonly amount: string;
  /** Undefined when the codes are not in our table. */
  readonly asset: Asset | undefined;
  readonly assetCode: string;
  readonly blockchainCode: string;
  readonly walletId: string;
  readonly createdAt: Date;
  /** The provider's text: an open set. */
  readonly status: string;
  readonly subStatus: string | undefined;
  readonly phase: ProviderPhase;
  readonly transactionType: string | undefined;
  readonly destination: string | undefined;
  readonly note: string | undefined;
  readonly initiatorId: string | undefined;
  /** Taken to be the hash on the chain. */
  readonly txId: string | undefined;
  readonly fee: string | undefined;
  /** For a swap: what it is swapped into. inabit names the token only, not its chain. */
  readonly swapAssetToCode: string | undefined;
  /** For a swap, once it is complete: what came out, as a plain decimal. */
  readonly swapToAmount: string | undefined;
}

export interface ProviderBalance {
  readonly asset: Asset | undefined;
  readonly assetCode: string;
  readonly blockchainCode: string;
  readonly balance: string;
}

export interface ProviderWallet {
  readonly id: string;
  readonly name: string;
  readonly balances: readonly ProviderBalance[];
}

/** Nothing was learned: no answer, a refusal, or one of another shape (`schema-drift …`, F3.8). Ask again later. */
interface Unavailable {
  readonly outcome: 'unavailable';
  readonly reason: string;
}

export type PulledTransaction =
  | { readonly outcome: 'found'; readonly transaction: ProviderTransaction; readonly evidence: Evidence }
  | { readonly outcome: 'not-found'; readonly evidence: Evidence }
  | Unavailable;

export type PulledWallets =
  | { readonly outcome: 'found'; readonly wallets: readonly ProviderWallet[]; readonly evidence: Evidence }
  | Unavailable;

export type PulledAddress =
  | { readonly outcome: 'found'; readonly address: string; readonly evidence: Evidence }
  | Unavailable;

export type AssetCheck = { readonly outcome: 'found'; readonly problems: readonly AssetProblem[] } | Unavailable;

/** The side of inabit that only looks. */
export abstract class InabitReader {
  abstract pullTransaction(providerId: string): Promise<PulledTransaction>;

  /** The wallets of our organization with their balances. */
  abstract pullWallets(): Promise<PulledWallets>;

  /**
   * A wallet's address for an asset, as text that nobody has checked yet. `unavailable` too when it has none: inabit
   * answers that with an error (provider notes §2.7).
   */
  abstract pullAddress(providerWalletId: string, asset: Asset): Promise<PulledAddress>;

  /** Which of the given assets inabit does not offer as we have pinned them. */
  abstract checkAssets(assets: readonly Asset[]): Promise<AssetCheck>;
}
