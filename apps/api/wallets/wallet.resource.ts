import { z } from 'zod';
import { formatAmount } from '#libs/money/amount-text.js';
import { money } from '#libs/money/money.js';
import type { OperatorWalletRows } from '#projections/operator-wallets/operator-wallets.queries.js';
import { assetText } from '../assets/known-asset.js';
import { snakeCase } from '../fields/snake-case.js';
import { assetColumn, minorColumn, orNull, textColumn as text } from '../reading/row.columns.js';
import { walletRoles, type WalletBalanceDto, type WalletDto } from './wallet.dto.js';

const walletRow = z.object({
  wallet_id: text,
  operator_id: text,
  provider_wallet_id: text,
  name: text,
  role: z.enum(walletRoles),
  registered_at: z.date(),
});
const addressRow = z.object({ chain: text, address: text });
const balanceRow = z.object({
  asset: assetColumn,
  available_minor: minorColumn,
  reserved_minor: minorColumn,
  incoming_minor: minorColumn,
  suspended_minor: minorColumn,
  provider_minor: orNull(minorColumn),
  provider_observed_at: orNull(z.date()),
});

/** @throws ZodError when a row lacks what every wallet has: a defect. */
export function walletResource({ wallet, addresses, balances }: OperatorWalletRows): WalletDto {
  const row = walletRow.parse(wallet);
  return {
    id: row.wallet_id,
    object: 'wallet',
    operator_id: row.operator_id,
    name: row.name,
    role: snakeCase(row.role),
    provider_reference: row.provider_wallet_id,
    addresses: addresses.map((each) => addressRow.parse(each)),
    balances: balances.map((each) => balanceResource(each)),
    registered_at: row.registered_at.toISOString(),
  };
}

function balanceResource(columns: object): WalletBalanceDto {
  const row = balanceRow.parse(columns);
  const { asset, provider_minor: said, provider_observed_at: observedAt } = row;
  const textOf = (minor: bigint): string => formatAmount(money(asset, minor));
  return {
    asset: assetText(asset),
    available: textOf(row.available_minor),
    reserved: textOf(row.reserved_minor),
    incoming: textOf(row.incoming_minor),
    suspended: textOf(row.suspended_minor),
    provider:
      said === null || observedAt === null ? null : { balance: textOf(said), observed_at: observedAt.toISOString() },
  };
}
