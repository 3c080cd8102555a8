import { addressOf } from '#apps/inabit-sandbox/world/addresses.js';
import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import type { WithdrawalRequest, World } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { Withdrawals } from '#apps/inabit-sandbox/withdrawals/withdrawals.js';
import type { CallContext } from './call-context.js';
import { transactionView } from './views.js';

interface IdRef {
  readonly id: string;
}

/** `InabitWalletSwapCreateInput`, with its amount as a decimal text. */
interface SwapInput {
  readonly wallet: IdRef;
  readonly financialAsset: IdRef;
  readonly blockchain?: IdRef | null;
  readonly swapAssetTo: IdRef;
  readonly swapToBlockchain?: IdRef | null;
  readonly amount: string;
  readonly note?: string | null;
}

export function swapResolvers(store: WorldStore, withdrawals: Withdrawals) {
  const { world } = store;
  return {
    createInabitWalletSwap: ({ data }: { data: SwapInput }, { identity, plan }: CallContext) => {
      const request = requestOf(world, data, identity.user.id);
      if (plan.landsAfterMs !== undefined) {
        withdrawals.delay(request, plan.behaviour, plan.landsAfterMs);
        return null; // Nobody sees it: a late request has no answer.
      }
      const swap = world.withdrawals.get(withdrawals.create(request, plan)[0]);
      return swap && transactionView(world, swap);
    },
  };
}

/** Both blockchains are in the documented example, though not marked as required. */
function requestOf(world: World, data: SwapInput, initiatorId: string): WithdrawalRequest {
  const blockchain = world.blockchains.get(data.blockchain?.id ?? '');
  const swapToBlockchain = world.blockchains.get(data.swapToBlockchain?.id ?? '');
  if (!blockchain || !swapToBlockchain) throw new BusinessError('A swap needs its two blockchains.');
  return {
    walletId: data.wallet.id,
    assetId: data.financialAsset.id,
    blockchainId: blockchain.id,
    swapTo: { assetId: data.swapAssetTo.id, blockchainId: swapToBlockchain.id },
    to: addressOf(blockchain.addressKind, world.random.bytes(`swap provider ${blockchain.code}`)),
    amount: data.amount,
    note: data.note ?? null,
    priority: null,
    initiatorId,
  };
}
