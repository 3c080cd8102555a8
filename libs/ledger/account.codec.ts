import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { assetId, type Asset } from '../money/asset.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { AccountEvent } from './account.events.js';
import { postingsField } from './posting.js';

/** The stream of one wallet's money in one asset: `account-wal_1-USDT@tron/6`. */
export function accountStream(walletId: string, asset: Asset): string {
  return `account-${walletId}-${assetId(asset)}`;
}

export const accountStreamPrefix = 'account-';

const ofWallet = { walletId: z.string(), amount: moneyField, postings: postingsField };

export const accountCodec = defineCodec<AccountEvent>({
  AccountCredited: {
    version: 1,
    schema: z.object({
      ...ofWallet,
      reason: z.enum(['opening-funding']),
      reference: z.string(),
      evidence: z.string(),
      creditedAt: instantField,
    }),
  },
  FundsHeld: { version: 1, schema: z.object({ ...ofWallet, holdId: z.string(), heldAt: instantField }) },
  HoldCaptured: {
    version: 1,
    schema: z.object({ ...ofWallet, holdId: z.string(), reference: z.string(), capturedAt: instantField }),
  },
  HoldReleased: {
    version: 1,
    schema: z.object({ ...ofWallet, holdId: z.string(), reason: z.string(), releasedAt: instantField }),
  },
});
