import type { CreateOutcome } from './create-outcome.js';

/** Opening wallets at inabit (IN-22). Moves no money, but an unknown outcome is unknown here too. */
export abstract class InabitWallets {
  /** `providerId` of an accepted outcome is the wallet's id. */
  abstract createWallet(name: string): Promise<CreateOutcome>;
}
