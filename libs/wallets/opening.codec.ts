import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { OpeningEvent } from './opening.events.js';

export function openingStream(walletId: string): string {
  return `opening-${walletId}`;
}

const attempted = { walletId: z.string(), attempt: z.int().positive() };
const evidence = z.string();

export const openingCodec = defineCodec<OpeningEvent>({
  WalletOpeningStarted: {
    version: 1,
    schema: z.object({
      ...attempted,
      operatorId: z.string(),
      role: z.enum(['master', 'operator', 'deposit', 'gas-station']),
      name: z.string(),
      startedAt: instantField,
    }),
  },
  WalletOpeningRefused: {
    version: 1,
    schema: z.object({ ...attempted, reason: z.string(), evidence, refusedAt: instantField }),
  },
  WalletOpeningUnknown: {
    version: 1,
    schema: z.object({ ...attempted, reason: z.string(), evidence, seenAt: instantField }),
  },
  WalletOpened: {
    version: 1,
    schema: z.object({ ...attempted, providerWalletId: z.string(), evidence, openedAt: instantField }),
  },
});
