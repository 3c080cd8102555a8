import { fromMinor, toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { hashOf } from '#apps/inabit-sandbox/world/addresses.js';
import { feeAccountOf, nativeAssetOf, plannedFee } from '#apps/inabit-sandbox/world/lookups.js';
import type { WithdrawalRecord } from '#apps/inabit-sandbox/world/records.js';
import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { Withdrawal, World } from '#apps/inabit-sandbox/world/world.js';

/** Sends a withdrawal to its chain: it gets a hash and the balance is lower, or it fails for lack of funds. */
export function broadcast(world: World, withdrawal: Withdrawal): WithdrawalRecord {
  const { id: withdrawalId, account, behaviour } = withdrawal;
  const precision = nativeAssetOf(world, withdrawal)?.precision ?? 0;
  const fee = toMinor(plannedFee(world, withdrawal), precision) ?? 0n;
  if (!isCovered(withdrawal, fee))
    return { type: 'StatusChanged', withdrawalId, status: 'Failed', reason: 'Insufficient funds' };
  const hashes = Array.from({ length: behaviour.broadcasts ?? 1 }, (_, n) =>
    hashOf(account.blockchain.addressKind, world.random.hex(`hash ${withdrawalId}`, n)),
  );
  return { type: 'WithdrawalBroadcast', withdrawalId, hashes, fee: fromMinor(fee, precision) };
}

function isCovered(withdrawal: Withdrawal, fee: bigint): boolean {
  const payer = feeAccountOf(withdrawal);
  const due = (each: WalletAccount | undefined, amount: bigint) => amount + (each === payer ? fee : 0n);
  const { sources } = withdrawal;
  if (!sources.every(({ account, amount }) => account.balance >= due(account, amount))) return false;
  return fee === 0n || (payer?.balance ?? 0n) >= fee;
}
