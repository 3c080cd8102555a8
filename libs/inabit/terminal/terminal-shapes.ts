import { isLosslessNumber } from 'lossless-json';
import { z } from 'zod';
import {
  TerminalUnavailable,
  type RawIncoming,
  type RawPurchase,
  type UnreadableRow,
} from '#libs/deposits/terminal-source.js';
import { parseAmount } from '#libs/money/amount-text.js';
import type { Asset } from '#libs/money/asset.js';
import type { Money } from '#libs/money/money.js';
import { decimal } from '../decimal-text.js';
import { assetByCodes } from '../provider-codes.js';

/** The shapes of the Terminal's answers (fact sheet §6.4): additions pass, only ids and statuses have to be there. */

const text = z.string().nullish();
const amount = decimal.nullish();
const instant = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .nullish();
/** Ids are numbers in one list and texts in another; they are only compared. */
const id = z
  .custom((value) => typeof value === 'string' || isLosslessNumber(value), 'expected an id')
  .transform((value) => String(value));

export const incomingFields = z.looseObject({
  id,
  /** The id that webhooks call `transactionId`, by the documented samples: no hash on the chain. */
  hash: z.string().regex(/^c[a-z0-9]{7,40}$/, 'expected a transaction id'),
  status: z.string(),
  amount,
  asset: text,
  blockchain: text,
  address: z.string(),
  sourceAddress: text,
  customerId: text,
});

export const incomingPage = z.looseObject({ transactions: z.array(z.unknown()) });

export type IncomingFields = z.output<typeof incomingFields>;

export const purchaseFields = z.looseObject({
  id: z.string(),
  status: z.string(),
  widgetId: z.string(),
  asset: text,
  blockchain: text,
  address: text,
  amount,
  plannedAmount: amount,
  transactions: z.array(z.string()).nullish(),
  purchaseIdentifier: text,
  acceptPartialPayment: z.boolean().nullish(),
  currentDate: instant,
  expirationDate: instant,
  baseCurrency: text,
  baseCurrencyAmount: amount,
  fiatCurrency: text,
  fiatAmount: amount,
});

export const purchasePage = z.looseObject({ purchases: z.array(z.unknown()) });

export type PurchaseFields = z.output<typeof purchaseFields>;

export const widgetPage = z.looseObject({ widgets: z.array(z.looseObject({ id: z.string() })) });

/** The row says neither its widget nor its hash on the chain: the widget is the one whose list it stands in. */
export function incomingOf(fields: IncomingFields, widgetId: string): RawIncoming {
  const asset = assetOf(fields);
  return {
    providerId: fields.hash,
    status: fields.status,
    widgetId,
    asset,
    amount: moneyOf(fields.amount, asset),
    address: fields.address,
    sourceAddress: fields.sourceAddress ?? undefined,
    customerIdentifier: fields.customerId ?? undefined,
    value: {},
  };
}

export function purchaseOf(fields: PurchaseFields): RawPurchase {
  const asset = assetOf(fields);
  const { baseCurrency, baseCurrencyAmount, fiatCurrency, fiatAmount } = fields;
  return {
    providerId: fields.id,
    status: fields.status,
    widgetId: fields.widgetId,
    asset,
    address: fields.address ?? undefined,
    planned: moneyOf(fields.plannedAmount, asset),
    received: moneyOf(fields.amount, asset),
    transactionHashes: fields.transactions ?? [],
    purchaseIdentifier: fields.purchaseIdentifier ?? undefined,
    acceptPartialPayment: fields.acceptPartialPayment ?? false,
    asOf: fields.currentDate ?? undefined,
    expiresAt: fields.expirationDate ?? undefined,
    value: {
      ...(baseCurrency && { baseCurrency }),
      ...(baseCurrencyAmount && { baseCurrencyAmount }),
      ...(fiatCurrency && { fiatCurrency }),
      ...(fiatAmount && { fiatAmount }),
    },
  };
}

/** Fails closed: what is not in the table is no asset of ours. */
function assetOf({ asset, blockchain }: Pick<IncomingFields, 'asset' | 'blockchain'>): Asset | undefined {
  return asset && blockchain ? assetByCodes('terminal', asset, blockchain) : undefined;
}

function moneyOf(amountText: string | null | undefined, asset: Asset | undefined): Money | undefined {
  if (!asset || amountText === null || amountText === undefined) return undefined;
  const parsed = parseAmount(amountText, asset);
  return parsed.ok ? parsed.money : undefined;
}

/** What a list is called in the answer, and what else is known of its rows. */
interface RowsOf {
  readonly list: string;
  readonly widgetId?: string;
  readonly evidence: string;
}

/** Row by row, so that one of another shape keeps no other back. */
export function readRows<Fields>({ list, ...known }: RowsOf, rows: readonly unknown[], schema: z.ZodType<Fields>) {
  const fields: Fields[] = [];
  const unreadable: UnreadableRow[] = [];
  for (const [index, row] of rows.entries()) {
    const shape = schema.safeParse(row);
    if (shape.success) fields.push(shape.data);
    else
      unreadable.push({
        ...rowOf(row),
        ...known,
        fields: fieldsOf(shape.error).join(', '),
        error: schemaDrift(shape.error, list, index),
      });
  }
  return { fields, unreadable };
}

/** Names the fields only: their values may be anything. */
export function schemaDrift(error: z.ZodError, ...at: readonly (string | number)[]): TerminalUnavailable {
  const names = fieldsOf(error).map((field) => ['data', ...at, field].filter((part) => part !== '').join('.'));
  return new TerminalUnavailable(`schema-drift ${names.join(', ')}`);
}

function fieldsOf({ issues }: z.ZodError): readonly string[] {
  return issues.slice(0, 5).map(({ path }) => path.join('.'));
}

const shortText = z.string().max(128).optional().catch(undefined);
const named = z.looseObject({
  hash: shortText,
  id: z.union([shortText, id]).optional().catch(undefined),
  widgetId: shortText,
  status: shortText,
});

function rowOf(row: unknown) {
  const { data } = named.safeParse(row);
  const { hash, id: rowId, widgetId = 'unknown', status = 'unknown' } = data ?? {};
  return { providerId: hash ?? rowId, widgetId, status };
}
