import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { WalletEvent } from './wallet.events.js';

export function walletStream(walletId: string): string {
  return `wallet-${walletId}`;
}

export const walletStreamPrefix = 'wallet-';

export const walletCodec = defineCodec<WalletEvent>({
  WalletRegistered: {
    version: 1,
    schema: z.object({
      walletId: z.string(),
      operatorId: z.string(),
      providerWalletId: z.string(),
      name: z.string(),
      role: z.enum(['master', 'operator']),
      registeredAt: instantField,
    }),
  },
});
