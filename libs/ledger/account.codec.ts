import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { assetId, type Asset } from '../money/asset.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { AccountEvent, CreditReason, DebitReason } from './account.events.js';
import { postingsField } from './posting.js';

/** The stream of one wallet's money in one asset: `account-wal_1-USDT@tron/6`. */
export function accountStream(walletId: string, asset: Asset): string {
  return `account-${walletId}-${assetId(asset)}`;
}

export const accountStreamPrefix = 'account-';

const creditReasons = [
  'opening-funding',
  'operator-funding',
  'transfer-in',
  'swap-in',
  'sweep-in',
  'late-payment',
  'fee-returned',
  'correction',
] as const satisfies readonly CreditReason[];
const debitReasons = [
  'network-fee',
  'provider-fee',
  'platform-fee',
  'sweep-out',
  'gas',
  'refund',
  'correction',
] as const satisfies readonly DebitReason[];
const ofWallet = { walletId: z.string(), amount: moneyField, postings: postingsField };
const ofIncoming = { ...ofWallet, incomingId: z.string(), evidence: z.string() };

export const accountCodec = defineCodec<AccountEvent>({
  AccountCredited: {
    version: 1,
    schema: z.object({
      ...ofWallet,
      reason: z.enum(creditReasons),
      reference: z.string(),
      evidence: z.string(),
      creditedAt: instantField,
    }),
  },
  AccountDebited: {
    version: 1,
    schema: z.object({
      ...ofWallet,
      reason: z.enum(debitReasons),
      reference: z.string(),
      evidence: z.string(),
      shortfall: moneyField.optional(),
      debitedAt: instantField,
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
  IncomingDetected: {
    version: 1,
    schema: z.object({ ...ofIncoming, reference: z.string(), detectedAt: instantField }),
  },
  IncomingConfirmed: {
    version: 1,
    schema: z.object({ ...ofIncoming, repaid: moneyField.optional(), confirmedAt: instantField }),
  },
  IncomingHeldBack: {
    version: 1,
    schema: z.object({
      ...ofIncoming,
      shortfall: moneyField.optional(),
      reason: z.string(),
      heldBackAt: instantField,
    }),
  },
  IncomingCancelled: {
    version: 1,
    schema: z.object({ ...ofIncoming, reason: z.string(), cancelledAt: instantField }),
  },
  IncomingReopened: {
    version: 1,
    schema: z.object({ ...ofIncoming, reason: z.string(), reopenedAt: instantField }),
  },
});
