import { checkAddress } from '../chains/address.js';
import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { InabitReader, ProviderWallet } from '../inabit/inabit-reader.js';
import type { Asset, Chain } from '../money/asset.js';
import type { Clock } from '../platform/clock.js';
import { walletCodec, walletStream } from './wallet.codec.js';
import { walletDecider, type WalletCommand } from './wallet.js';

/** What kept a wallet from having an address on each of its chains. `chain` is undefined when nothing could be asked. */
export interface AddressProblem {
  readonly walletId: string;
  readonly chain: Chain | undefined;
  readonly reason: string;
}

/**
 * Records the addresses that the provider has for our wallets, one for each chain that it lists a known asset on (IN-21,
 * IN-22). A chain whose address is known is not asked for again, so that no later answer moves where transfers go.
 */
export class RecordAddresses {
  constructor(
    private readonly store: AggregateStore,
    private readonly reader: InabitReader,
    private readonly clock: Clock,
    private readonly actor: string,
  ) {}

  /** @returns what is still missing, to be asked for again later; nothing for a wallet that is not registered. */
  async record(walletIds: readonly string[]): Promise<readonly AddressProblem[]> {
    const pulled = await this.reader.pullWallets();
    if (pulled.outcome !== 'found')
      return walletIds.map((walletId) => ({ walletId, chain: undefined, reason: pulled.reason }));
    const problems: AddressProblem[] = [];
    for (const walletId of walletIds) problems.push(...(await this.recordOne(walletId, pulled.wallets)));
    return problems;
  }

  private async recordOne(walletId: string, known: readonly ProviderWallet[]): Promise<readonly AddressProblem[]> {
    const { state: wallet } = await this.store.load(walletStream(walletId), walletDecider, walletCodec);
    if (wallet.status === 'unknown') return [];
    const { providerWalletId, operatorId } = wallet.registration;
    const atProvider = known.find(({ id }) => id === providerWalletId);
    if (!atProvider)
      return [{ walletId, chain: undefined, reason: `the provider knows no wallet ${providerWalletId}` }];
    const problems: AddressProblem[] = [];
    for (const [chain, asset] of assetByChain(atProvider)) {
      if (wallet.addresses.has(chain)) continue;
      const pulled = await this.reader.pullAddress(providerWalletId, asset);
      const problem = pulled.outcome === 'found' ? addressProblem(chain, pulled.address) : pulled.reason;
      if (problem !== undefined) problems.push({ walletId, chain, reason: problem });
      else if (pulled.outcome === 'found') await this.append(walletId, operatorId, { chain, address: pulled.address });
    }
    return problems;
  }

  private async append(
    walletId: string,
    onBehalfOf: string,
    found: { readonly chain: Chain; readonly address: string },
  ): Promise<void> {
    const command: WalletCommand = { type: 'RecordAddress', data: { ...found, now: this.clock.now() } };
    const metadata = { correlationId: walletId, causationId: walletId, actor: this.actor, onBehalfOf };
    const wallet = { streamName: walletStream(walletId), decider: walletDecider, codec: walletCodec };
    await this.store.execute({ ...wallet, command, metadata });
  }
}

/** One asset is enough to ask for a chain: each chain has its own address, for all its assets (IN-21). */
function assetByChain({ balances }: ProviderWallet): ReadonlyMap<Chain, Asset> {
  const found = new Map<Chain, Asset>();
  for (const { asset } of balances) if (asset && !found.has(asset.chain)) found.set(asset.chain, asset);
  return found;
}

function addressProblem(chain: Chain, address: string): string | undefined {
  const checked = checkAddress(chain, address);
  return checked.ok ? undefined : `the provider's address is no good: ${checked.problem}`;
}
