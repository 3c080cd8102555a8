import type { InabitReader, ProviderTransaction } from '../inabit/inabit-reader.js';
import type { ProviderPhase } from '../inabit/provider-status.js';
import { pause } from '../event-streams/deadline.js';
import type { ProviderItem } from './items.js';
import type { ProviderSide, ReportedWallet } from './sides.js';

/** Where a transaction of the provider stands, in the words that both sides share. */
export const providerStates: Readonly<Record<ProviderPhase, ProviderItem['state']>> = {
  'pending-approval': 'open',
  processing: 'open',
  completed: 'completed',
  'failed-not-paid': 'failed',
  unknown: 'unknown',
};

/** The provider publishes no list of transactions (fact sheet §2.3), so each is asked for by its id, with a pause between. */
export function pulledItems(reader: InabitReader, gapMs: number, signal: AbortSignal): ProviderSide {
  return {
    pull: async (providerIds) => {
      const items: ProviderItem[] = [];
      const unavailable = new Set<string>();
      for (const providerId of providerIds) {
        if (signal.aborted) unavailable.add(providerId);
        else await pullOne(reader, providerId, { items, unavailable });
        await pause(gapMs, signal);
      }
      return { items, unavailable };
    },
    wallets: async () => {
      const pulled = await reader.pullWallets();
      if (pulled.outcome !== 'found') return undefined;
      return pulled.wallets.map(
        ({ id, name, balances }): ReportedWallet => ({
          providerWalletId: id,
          name,
          balances: balances.flatMap(({ asset, balance }) => (asset ? [{ asset, balance }] : [])),
        }),
      );
    },
  };
}

async function pullOne(
  reader: InabitReader,
  providerId: string,
  into: { readonly items: ProviderItem[]; readonly unavailable: Set<string> },
): Promise<void> {
  const pulled = await reader.pullTransaction(providerId);
  if (pulled.outcome === 'found') into.items.push(itemOf(pulled.transaction));
  else if (pulled.outcome === 'unavailable') into.unavailable.add(providerId);
}

function itemOf(transaction: ProviderTransaction): ProviderItem {
  const { providerId, status, asset, assetCode, blockchainCode, amount, fee, txId, note } = transaction;
  return {
    providerId,
    direction: transaction.transactionType === 'Deposit' ? 'in' : 'out',
    state: providerStates[transaction.phase],
    status,
    asset,
    assetText: `${assetCode} on ${blockchainCode}`,
    amount,
    output: transaction.swapToAmount,
    fee,
    transactionHash: txId,
    destination: transaction.destination,
    note,
    at: transaction.createdAt,
  };
}
