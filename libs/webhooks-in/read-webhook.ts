import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { decimal } from '../inabit/decimal-text.js';
import { parseJson } from '../inabit/lossless-json.js';
import type { Hint } from './hint-targets.js';
import type { QuarantineReason, WebhookTopic } from './inbox.events.js';
import { bytesOf } from './stored-body.js';
import type { StoredBody, WebhookReceived } from './webhook.events.js';

/** What a webhook says, as far as anything follows from it. */
export type Reading =
  | { readonly ok: true; readonly topic: WebhookTopic; readonly hint: Hint; readonly saying: string }
  | { readonly ok: false; readonly reason: QuarantineReason };

const depositEvents = [
  'IncomingTransactionStatusInitiated',
  'IncomingTransactionReceived',
  'IncomingTransactionStatusUpdated',
];
const purchaseEvents = ['PurchaseInitiated', 'PurchaseUpdated'];

/** All that any of the provider's pages names (fact sheet §3.3). */
const terminalStatuses: ReadonlySet<string> = new Set([
  'Initiated',
  'Allocated',
  'Pending',
  'Unconfirmed',
  'Confirming',
  'Undercharge',
  'UnderchargeExpired',
  'Overcharge',
  'Completed',
  'Expired',
  'PendingFork',
  'Failed',
  'GenerateAddressFailed',
  'Swept',
]);

/** Drops a byte order mark. */
const utf8 = new TextDecoder('utf-8');
const unfolded_bytes_max = 1024 * 1024;

/** Goes into names of streams and into URLs. */
const id = z.string().regex(/^[\w-]{1,128}$/);
const word = z.string().max(200);

const envelope = z.looseObject({ event: z.string().min(1).max(200), data: z.looseObject({}) });
/** Whatever else stands there, or is missing, is no reason not to look. */
const detail = z.looseObject({
  status: word.optional().catch(undefined),
  amount: decimal.optional().catch(undefined),
  widgetId: word.optional().catch(undefined),
});

export function readWebhook({ source, body, widgetId }: WebhookReceived): Reading {
  if (body.truncated) return { ok: false, reason: 'too-large' };
  const parsed = envelope.safeParse(tryParse(body));
  if (!parsed.success) return { ok: false, reason: 'unreadable' };
  const { event, data } = parsed.data;
  const kind = source === 'platform' ? 'transaction' : kindOf(event);
  if (!kind) return { ok: false, reason: 'unknown-event' };
  const subjectId = idOf(kind, data);
  if (subjectId === undefined) return { ok: false, reason: 'no-id' };
  const { status, amount, widgetId: named } = detail.parse(data);
  return {
    ok: true,
    topic: { event, kind, subjectId, status: status ?? null },
    hint: { kind, subjectId, widgetId: named ?? widgetId },
    // Deliveries have no id: the provider's advice is to tell them apart by these (fact sheet §4.2).
    saying: JSON.stringify([event, subjectId, status, amount]),
  };
}

/** Whether the status is one that we know. The Platform's are not documented, so nothing there is unknown. */
export function isKnownStatus({ kind, status }: WebhookTopic): boolean {
  return kind === 'transaction' || status === null || terminalStatuses.has(status);
}

function kindOf(event: string): 'deposit' | 'purchase' | undefined {
  if (depositEvents.includes(event)) return 'deposit';
  return purchaseEvents.includes(event) ? 'purchase' : undefined;
}

/** The Platform's key is not documented; both of its pages' words are tried (fact sheet §9, A6). */
function idOf(kind: Hint['kind'], data: Readonly<Record<string, unknown>>): string | undefined {
  const given =
    kind === 'purchase'
      ? data['purchaseId']
      : (data['transactionId'] ?? (kind === 'transaction' ? data['id'] : undefined));
  return id.safeParse(given).data;
}

/** A proxy may have compressed it: its first two bytes say so. @throws for what is broken or unfolds beyond measure. */
function unwrapped(bytes: Buffer): Buffer {
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isCompressed ? gunzipSync(bytes, { maxOutputLength: unfolded_bytes_max }) : bytes;
}

/** As it was sent, whatever wrapped it on its way. */
function tryParse(body: StoredBody): unknown {
  try {
    return parseJson(utf8.decode(unwrapped(bytesOf(body))));
  } catch {
    return undefined;
  }
}
