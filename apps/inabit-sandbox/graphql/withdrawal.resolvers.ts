import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import type { WithdrawalRequest } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { Withdrawals } from '#apps/inabit-sandbox/withdrawals/withdrawals.js';
import type { ById, CallContext } from './call-context.js';
import { transactionView } from './views.js';

interface IdRef {
  readonly id: string;
}

/** `WithdrawalCreateInput`, with its amount as a decimal text. */
interface WithdrawalInput {
  readonly wallet: IdRef;
  readonly financialAsset: IdRef;
  readonly blockchain: IdRef;
  readonly address: string;
  readonly amount: string;
  readonly note?: string | null;
  readonly priority?: string | null;
}

export function withdrawalResolvers(store: WorldStore, withdrawals: Withdrawals) {
  const { world } = store;
  const view = (id: string) => {
    const withdrawal = world.withdrawals.get(id);
    return withdrawal ? transactionView(world, withdrawal) : null;
  };
  return {
    transaction: ({ where }: ById) => (world.withdrawals.get(where.id)?.misreport?.hidden ? null : view(where.id)),

    createWithdrawal: ({ data }: { data: WithdrawalInput }, { identity, plan }: CallContext) => {
      const request = requestOf(data, identity.user.id);
      if (plan.landsAfterMs === undefined) return view(withdrawals.create(request, plan)[0]);
      withdrawals.delay(request, plan.behaviour, plan.landsAfterMs);
      return null; // Nobody sees it: a late request has no answer.
    },

    updateTransaction: ({ data, where }: ById & { data: { note?: string | null } }) => {
      if (!world.withdrawals.has(where.id))
        throw new BusinessError(`No resource was found for ${JSON.stringify({ id: where.id })}`);
      if (data.note !== undefined) store.record({ type: 'NoteEdited', withdrawalId: where.id, note: data.note });
      return view(where.id);
    },
  };
}

function requestOf(data: WithdrawalInput, initiatorId: string): WithdrawalRequest {
  return {
    walletId: data.wallet.id,
    assetId: data.financialAsset.id,
    blockchainId: data.blockchain.id,
    to: data.address,
    amount: data.amount,
    note: data.note ?? null,
    priority: data.priority ?? null,
    initiatorId,
  };
}
