import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { World } from '#apps/inabit-sandbox/world/world.js';
import { ControlError } from './endpoint.js';

/** @throws ControlError when the wallet does not exist or does not hold this asset. */
export function findAccount(
  { wallets }: World,
  walletId: string,
  codes: { readonly asset: string; readonly blockchain: string },
): WalletAccount {
  const wallet = wallets.get(walletId);
  const account = wallet?.accounts.find(
    ({ asset, blockchain }) => asset.code === codes.asset && blockchain.code === codes.blockchain,
  );
  if (!account) throw new ControlError(404, `wallet ${walletId} has no ${codes.asset} on ${codes.blockchain}`);
  return account;
}
