import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader, ProviderWallet } from '../inabit/inabit-reader.js';
import { parseAmount } from '../money/amount-text.js';
import type { Clock } from '../platform/clock.js';
import type { ProviderBalanceStreams } from './provider-balance-streams.js';

/** What we call a registered wallet, and what the provider does. */
export interface KnownWallet {
  readonly walletId: string;
  readonly operatorId: string;
  readonly providerWalletId: string;
}

/** The wallets that are registered. */
export abstract class WalletDirectory {
  abstract all(): Promise<readonly KnownWallet[]>;
}

export interface ObservedBalances {
  /** How many were recorded, as they had changed. */
  readonly recorded: number;
  /** What is there and cannot be said in money of ours: `wal_1: DOGE on TRON`. */
  readonly unreadable: readonly string[];
}

/** Asks the provider what stands in the wallets, and records what has changed (IN-06, RS-09). It books nothing. */
export class ObserveBalances {
  constructor(
    private readonly reader: InabitReader,
    private readonly wallets: WalletDirectory,
    private readonly streams: ProviderBalanceStreams,
    private readonly clock: Clock,
  ) {}

  /** @throws Error when the provider does not answer; what the stores throw. Running it again goes on. */
  async run(): Promise<ObservedBalances> {
    const ours = await this.wallets.all();
    if (ours.length === 0) return { recorded: 0, unreadable: [] };
    const pulled = await this.reader.pullWallets();
    if (pulled.outcome !== 'found') throw new Error(`The provider shows no wallets: ${pulled.reason}`);
    const evidence = evidenceText(pulled.evidence);
    const theirs = new Map(pulled.wallets.map((wallet) => [wallet.id, wallet]));
    const unreadable: string[] = [];
    let recorded = 0;
    for (const known of ours) {
      const wallet = theirs.get(known.providerWalletId);
      if (!wallet) continue;
      const seen = await this.record(known, wallet, evidence);
      recorded += seen.recorded;
      unreadable.push(...seen.unreadable);
    }
    return { recorded, unreadable };
  }

  private async record(
    { walletId, operatorId }: KnownWallet,
    wallet: ProviderWallet,
    evidence: string,
  ): Promise<ObservedBalances> {
    const unreadable: string[] = [];
    let recorded = 0;
    for (const { asset, assetCode, blockchainCode, balance: text } of wallet.balances) {
      const parsed = asset && parseAmount(text, asset);
      if (parsed?.ok) {
        const seen = { walletId, providerWalletId: wallet.id, balance: parsed.money, evidence };
        if (await this.streams.record({ ...seen, observedAt: this.clock.now() }, operatorId)) recorded++;
      } else if (/[1-9]/.test(text)) unreadable.push(`${walletId}: ${assetCode} on ${blockchainCode}`);
    }
    return { recorded, unreadable };
  }
}
