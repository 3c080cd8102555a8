import { Matches } from 'class-validator';

/** How our ids of wallets look. */
export const walletIdPattern = '^[A-Za-z0-9_-]{1,64}$';

export function IsWalletId(): PropertyDecorator {
  return Matches(new RegExp(walletIdPattern), { message: 'must be 1 to 64 of A-Z a-z 0-9 _ -' });
}
