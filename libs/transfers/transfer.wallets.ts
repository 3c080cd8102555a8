import { accept, reject, type Decision } from '../decider/decider.js';
import type { Money } from '../money/money.js';
import type { Wallet } from '../wallets/wallet.js';
import type { TransferRequest } from './transfer.events.js';

/** A request as it is asked for: where its wallets are, only the ledger says (IN-26). */
export type RequestedTransfer = Omit<
  TransferRequest,
  'fromOperatorId' | 'providerWalletId' | 'toOperatorId' | 'destination'
>;

export type TransferWalletRejection = {
  readonly code:
    | 'source-wallet-not-found'
    | 'source-wallet-not-master'
    | 'destination-wallet-not-found'
    | 'destination-wallet-not-operator'
    | 'destination-address-unknown'
    | 'amount-not-positive';
};

export interface TransferWallets {
  readonly from: Wallet;
  readonly to: Wallet;
}

/** From a Master Wallet of the caller's own to an operator's wallet that has an address on the asset's chain (IN-10). */
export function betweenWallets(
  requested: RequestedTransfer,
  { from, to }: TransferWallets,
): Decision<TransferRequest, TransferWalletRejection> {
  if (!isSendable(requested.amount)) return reject({ code: 'amount-not-positive' });
  if (from.status === 'unknown') return reject({ code: 'source-wallet-not-found' });
  if (from.registration.role !== 'master') return reject({ code: 'source-wallet-not-master' });
  if (from.registration.operatorId !== requested.requestedBy) return reject({ code: 'source-wallet-not-found' });
  if (to.status === 'unknown') return reject({ code: 'destination-wallet-not-found' });
  if (to.registration.role !== 'operator') return reject({ code: 'destination-wallet-not-operator' });
  const destination = to.addresses.get(requested.amount.asset.chain);
  if (destination === undefined) return reject({ code: 'destination-address-unknown' });
  return accept({
    ...requested,
    fromOperatorId: from.registration.operatorId,
    providerWalletId: from.registration.providerWalletId,
    toOperatorId: to.registration.operatorId,
    destination,
  });
}

function isSendable({ minor }: Money): boolean {
  return minor > 0n;
}
