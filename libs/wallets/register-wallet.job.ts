import type { AggregateStore } from '../event-streams/aggregate-store.js';
import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader, ProviderWallet } from '../inabit/inabit-reader.js';
import { external } from '../ledger/account-name.js';
import type { Accounts } from '../ledger/accounts.js';
import { parseAmount } from '../money/amount-text.js';
import { assetId } from '../money/asset.js';
import { isPositive, type Money } from '../money/money.js';
import type { Clock } from '../platform/clock.js';
import type { WalletRole } from './wallet.events.js';
import type { RegisteredWallets } from './registered-wallet-streams.js';
import { walletCodec, walletStream } from './wallet.codec.js';
import { walletDecider } from './wallet.js';

export interface WalletToRegister {
  readonly walletId: string;
  readonly operatorId: string;
  readonly providerWalletId: string;
  readonly role: WalletRole;
}

export type RegisteredWallet =
  | { readonly outcome: 'registered'; readonly name: string; readonly opening: readonly Money[] }
  | { readonly outcome: 'refused'; readonly reason: string };

export interface WalletBooks {
  readonly store: AggregateStore;
  readonly accounts: Accounts;
  readonly registered: RegisteredWallets;
}

/**
 * Makes a wallet of the provider known to the ledger, and books what stands in it as opening funding (IN-22, IN-23).
 * Running it again changes nothing. A wallet of the provider is one of ours only: two would both have its money.
 */
export class RegisterWallet {
  constructor(
    private readonly books: WalletBooks,
    private readonly reader: InabitReader,
    private readonly clock: Clock,
  ) {}

  async register(wanted: WalletToRegister): Promise<RegisteredWallet> {
    const pulled = await this.reader.pullWallets();
    if (pulled.outcome !== 'found') return { outcome: 'refused', reason: `The provider: ${pulled.reason}` };
    const wallet = pulled.wallets.find(({ id }) => id === wanted.providerWalletId);
    if (!wallet) return { outcome: 'refused', reason: `The provider knows no wallet ${wanted.providerWalletId}` };
    const opening = openingFunds(wallet);
    if (typeof opening === 'string') return { outcome: 'refused', reason: opening };
    const taken = await this.otherOf(wanted);
    if (taken !== undefined) return { outcome: 'refused', reason: `${wanted.providerWalletId} is ${taken} already` };
    const recorded = await this.record(wanted, wallet.name);
    if (recorded.outcome === 'rejected')
      return { outcome: 'refused', reason: `${wanted.walletId} is registered already, otherwise` };
    for (const funds of opening) await this.credit(wanted, funds, evidenceText(pulled.evidence));
    return { outcome: 'registered', name: wallet.name, opening };
  }

  private async otherOf({ walletId, providerWalletId }: WalletToRegister): Promise<string | undefined> {
    const registered = (await this.books.registered.all()).map(({ registration }) => registration);
    return registered.find((each) => each.providerWalletId === providerWalletId && each.walletId !== walletId)
      ?.walletId;
  }

  private record({ walletId, operatorId, providerWalletId, role }: WalletToRegister, name: string) {
    const data = { walletId, operatorId, providerWalletId, role, name, now: this.clock.now() };
    return this.books.store.execute({
      streamName: walletStream(walletId),
      decider: walletDecider,
      codec: walletCodec,
      command: { type: 'RegisterWallet', data },
      metadata: { correlationId: walletId, causationId: walletId, actor: 'operator-console', onBehalfOf: operatorId },
    });
  }

  private async credit(wanted: WalletToRegister, amount: Money, evidence: string) {
    const { walletId, operatorId, providerWalletId } = wanted;
    const { asset } = amount;
    const reference = `opening:${providerWalletId}:${assetId(asset)}`;
    const data = {
      from: external(asset.chain),
      amount,
      reason: 'opening-funding',
      reference,
      evidence,
      now: this.clock.now(),
    } as const;
    const cause = { id: walletId, operatorId };
    await this.books.accounts.execute({ walletId, asset }, { type: 'Credit', data }, cause);
  }
}

/**
 * What the provider says stands in a wallet; a text when some of it is in an asset that this ledger does not know. Wallets
 * list many more assets than they hold.
 */
function openingFunds({ balances }: ProviderWallet): Money[] | string {
  const funds: Money[] = [];
  for (const { asset, assetCode, blockchainCode, balance } of balances) {
    if (!asset && !/[1-9]/.test(balance)) continue;
    if (!asset) return `The wallet holds ${assetCode} on ${blockchainCode}, which this ledger does not know`;
    const parsed = parseAmount(balance, asset);
    if (!parsed.ok) return `The provider's balance ${balance} ${assetCode} is not usable: ${parsed.problem}`;
    if (isPositive(parsed.money)) funds.push(parsed.money);
  }
  return funds;
}
