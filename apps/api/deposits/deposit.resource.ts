import { formatAmount } from '#libs/money/amount-text.js';
import { storedAsset, type Asset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import type { DepositItem } from '#projections/deposits/deposit-list.queries.js';
import { assetText } from '../assets/known-asset.js';
import { snakeCase } from '../fields/snake-case.js';
import { listOf, type Page } from '../reading/page.js';
import type { DepositDto, DepositListDto, ReportedValueDto } from './deposit.dto.js';
import { providerStatus } from './deposit.words.js';

/** The resource that clients see: every field, always. */
export function depositResource(item: DepositItem): DepositDto {
  const asset = item.asset === null ? null : storedAsset(item.asset);
  const { review_reason: reason, review_since: since } = item;
  return {
    id: item.id,
    object: 'deposit',
    kind: item.kind,
    status: item.state,
    provider_status: providerStatus(item.provider_status),
    provider_reference: item.provider_id,
    operator_id: item.operator_id,
    wallet_id: item.wallet_id,
    widget_id: item.widget_id,
    customer_key: item.customer_key,
    asset: asset && assetText(asset),
    expected_amount: amountText(asset, item.expected_minor),
    received_amount: amountText(asset, item.received_minor),
    credited_amount: amountText(asset, item.credited_minor),
    address: item.address,
    transaction_hashes: item.transaction_hashes.flat(),
    reported_value: reportedValue(item.reported_value ?? {}),
    review: reason !== null && since ? { reason: snakeCase(reason), since: since.toISOString() } : null,
    created_at: item.created_at.toISOString(),
    updated_at: item.updated_at.toISOString(),
    credited_at: item.credited_at?.toISOString() ?? null,
  };
}

export function depositList({ records, hasMore }: Page<DepositItem>): DepositListDto {
  return listOf(
    records.map((item) => depositResource(item)),
    hasMore,
  );
}

function amountText(asset: Asset | null, minor: string | null): string | null {
  return asset === null || minor === null ? null : formatAmount(money(asset, BigInt(minor)));
}

function reportedValue(value: Readonly<Record<string, string>>): ReportedValueDto {
  return {
    base_currency: value['baseCurrency'] ?? null,
    base_currency_amount: value['baseCurrencyAmount'] ?? null,
    fiat_currency: value['fiatCurrency'] ?? null,
    fiat_amount: value['fiatAmount'] ?? null,
  };
}
