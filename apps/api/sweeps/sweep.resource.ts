import { formatAmount } from '#libs/money/amount-text.js';
import { storedAsset, type Asset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import type { SweepItem, SweepSource } from '#projections/sweeps/sweeps.queries.js';
import { assetText } from '../assets/known-asset.js';
import { snakeCase } from '../fields/snake-case.js';
import type { SweepDto, SweepReviewDto } from './sweep.dto.js';

/** @param operatorId Whose part of it is shown; undefined for all of it (S-09). */
export function sweepResource(item: SweepItem, operatorId: string | undefined): SweepDto {
  const asset = storedAsset(item.asset);
  const sources = item.sources
    .filter((source) => operatorId === undefined || source.operatorId === operatorId)
    .map((source) => ({ ...source, minor: minorOf(source, item) }));
  return {
    id: item.provider_id,
    object: 'sweep',
    status: item.state,
    sources: sources.map(({ walletId, operatorId: owner, minor }) => ({
      wallet_id: walletId,
      operator_id: owner,
      amount: amountText(asset, minor),
    })),
    to_wallet_id: item.to_wallet_id,
    amount: amountText(asset, sources.length === item.sources.length ? BigInt(item.amount_minor) : sumOf(sources)),
    asset: assetText(asset),
    closed: item.closed,
    transaction_hash: item.transaction_hash,
    review: reviewOf(item, operatorId === undefined),
    created_at: item.detected_at.toISOString(),
    updated_at: item.updated_at.toISOString(),
  };
}

/** What is settled without a part of this source has taken nothing of it. */
function minorOf({ minor }: SweepSource, { stage }: SweepItem): bigint | null {
  if (minor !== null) return BigInt(minor);
  return stage === 'settled' ? 0n : null;
}

function sumOf(sources: readonly { readonly minor: bigint | null }[]): bigint | null {
  return sources.reduce<bigint | null>((sum, { minor }) => (sum === null || minor === null ? null : sum + minor), 0n);
}

function amountText(asset: Asset, minor: bigint | null): string | null {
  return minor === null ? null : formatAmount(money(asset, minor));
}

/** The detail names what stands in wallets of whoever it may be. */
function reviewOf(item: SweepItem, isWhole: boolean): SweepReviewDto | null {
  const { review_reason: reason, review_since: since, review_detail: detail } = item;
  if (reason === null || since === null) return null;
  return { reason: snakeCase(reason), since: since.toISOString(), detail: isWhole ? detail : null };
}
