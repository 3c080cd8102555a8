import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { OpeningEvent } from './opening.events.js';

export const openingStreamPrefix = 'opening-';

export function openingStream(walletId: string): string {
  return `${openingStreamPrefix}${walletId}`;
}

const attempted = { walletId: z.string(), attempt: z.int().positive() };
const evidence = z.string();

const request = {
  walletId: z.string(),
  operatorId: z.string(),
  role: z.enum(['master', 'operator', 'deposit', 'gas-station']),
  name: z.string(),
};

export const openingCodec = defineCodec<OpeningEvent>({
  WalletOpeningRequested: {
    version: 1,
    schema: z.object({ ...request, by: z.string(), requestedAt: instantField }),
  },
  WalletOpeningStarted: {
    version: 1,
    schema: z.object({ ...attempted, ...request, startedAt: instantField }),
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
