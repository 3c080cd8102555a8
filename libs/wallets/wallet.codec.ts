import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { chains } from '../money/asset.js';
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
      role: z.enum(['master', 'operator', 'deposit', 'gas-station']),
      registeredAt: instantField,
    }),
  },
  WalletAddressRecorded: {
    version: 1,
    schema: z.object({
      walletId: z.string(),
      chain: z.enum(chains),
      address: z.string(),
      recordedAt: instantField,
    }),
  },
});
