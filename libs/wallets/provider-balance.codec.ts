import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { assetId, type Asset } from '../money/asset.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { ProviderBalanceEvent } from './provider-balance.events.js';

export function providerBalanceStream(walletId: string, asset: Asset): string {
  return `${providerBalanceStreamPrefix}${walletId}-${assetId(asset)}`;
}

export const providerBalanceStreamPrefix = 'provider-balance-';

export const providerBalanceCodec = defineCodec<ProviderBalanceEvent>({
  ProviderBalanceObserved: {
    version: 1,
    schema: z.object({
      walletId: z.string(),
      providerWalletId: z.string(),
      balance: moneyField,
      evidence: z.string(),
      observedAt: instantField,
    }),
  },
});
