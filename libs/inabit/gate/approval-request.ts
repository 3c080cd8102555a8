import { z } from 'zod';
import type { Asset } from '#libs/money/asset.js';
import { decimalNumber } from '../decimal-text.js';
import { parseJson } from '../lossless-json.js';
import { assetByCodes } from '../provider-codes.js';

const extras = ['batch', 'off-ramp', 'swap', 'memo', 'data'] as const;
type Extra = (typeof extras)[number];

/** One transaction that inabit's approver asks about (fact sheet §5.5), normalised. Everything in it is a claim. */
export interface ApprovalRequest {
  readonly transactionId: string;
  readonly transactionType: string;
  readonly initiatorId: string;
  readonly organizationId: string;
  /** More than one for a batch or sweep. */
  readonly walletIds: readonly string[];
  readonly to: string;
  readonly coin: string;
  readonly network: string;
  /** What coin and network mean to us; undefined when they are not in our table. */
  readonly asset: Asset | undefined;
  /** In units of the coin, as a plain decimal with exactly the value of the JSON number. */
  readonly amount: string;
  readonly createdAt: Date;
  /** The parts whose presence says that this is more than a plain withdrawal. */
  readonly extras: readonly Extra[];
  /** The whole body with its numbers as `LosslessNumber`, unknown fields included. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type ParsedApprovalRequest =
  | { readonly ok: true; readonly request: ApprovalRequest }
  | { readonly ok: false; readonly problem: 'unreadable' | 'wrong-shape'; readonly fields: readonly string[] };

const id = z.string().min(1);
const oneOrMany = z.union([z.string(), z.array(z.string()).min(1)]);

const schema = z.looseObject({
  transactionId: id,
  transactionType: z.string(),
  initiatorId: id,
  organizationId: id,
  walletId: z.union([id, z.array(id).min(1)]),
  walletAddress: oneOrMany.nullish(),
  network: z.string(),
  to: z.string(),
  coin: z.string(),
  amount: decimalNumber,
  createTime: z.iso.datetime({ offset: true }),
});

/**
 * Reads the raw body of a validation call: raw, because a parsed amount would already be a float. A body that is not
 * understood gets no verdict.
 */
export function parseApprovalRequest(rawBody: string): ParsedApprovalRequest {
  const body = tryParse(rawBody);
  if (body === undefined) return { ok: false, problem: 'unreadable', fields: [] };
  const parsed = schema.safeParse(body);
  if (!parsed.success) return { ok: false, problem: 'wrong-shape', fields: fieldsOf(parsed.error) };
  return { ok: true, request: normalise(parsed.data, body) };
}

function normalise(fields: z.output<typeof schema>, body: Record<string, unknown>): ApprovalRequest {
  const { transactionId, transactionType, initiatorId, organizationId, walletId, to, coin, network, amount } = fields;
  return {
    transactionId,
    transactionType,
    initiatorId,
    organizationId,
    walletIds: typeof walletId === 'string' ? [walletId] : walletId,
    to,
    coin,
    network,
    asset: assetByCodes('approver', coin, network),
    amount,
    createdAt: new Date(fields.createTime),
    extras: extrasOf(fields),
    body,
  };
}

function extrasOf(fields: z.output<typeof schema>): ApprovalRequest['extras'] {
  const present: Readonly<Record<Extra, boolean>> = {
    batch: Array.isArray(fields.walletId) || Array.isArray(fields.walletAddress),
    'off-ramp': isPresent(fields['offrampDetails']),
    swap: isPresent(fields['swapDetails']),
    memo: isPresent(fields['memo']),
    data: isPresent(fields['data']),
  };
  return extras.filter((extra) => present[extra]);
}

function isPresent(field: unknown): boolean {
  return field !== undefined && field !== null && field !== '';
}

function tryParse(rawBody: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(parseJson(rawBody)).data;
  } catch {
    return undefined;
  }
}

function fieldsOf({ issues }: z.ZodError): string[] {
  return [...new Set(issues.map(({ path }) => path.join('.')))];
}
