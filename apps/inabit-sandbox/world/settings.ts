import { z } from 'zod';
import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';

const milliseconds = z.number().nonnegative().max(2_000_000_000);
const decimal = z.string().refine((text) => toMinor(text, 36) !== undefined, 'not a decimal');

/** Everything about the sandbox that can be changed while it runs (`PATCH /control/settings`). Times in milliseconds. */
const settingsSchema = z.strictObject({
  /** Where the approver asks for verdicts; null: it asks nobody, and withdrawals wait. */
  callbackUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** From the creation to the first question. */
  offerDelayMs: milliseconds,
  /** From the verdict to `Processing` or `Rejected`. */
  approvalDelayMs: milliseconds,
  /** From `Processing` to the broadcast, when there is a hash and the balance is lower. */
  broadcastDelayMs: milliseconds,
  /** From the broadcast to `Completed`. */
  completionDelayMs: milliseconds,
  approverRetryMs: milliseconds,
  /** Questions in all, then silence. */
  approverAttempts: z.int().positive(),
  /** The real approver never gives up on a connection; tests want to. */
  approverTimeoutMs: milliseconds,
  webhookRetryMs: milliseconds,
  /** After the first delivery. */
  webhookRetries: z.int().nonnegative(),
  webhookTimeoutMs: milliseconds,
  /** Where the Terminal's webhooks go; a widget may have its own URL. null: nowhere. */
  terminalWebhookUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** "Coming soon" at the provider: a header with the HMAC (SHA-256, hex) of the body; null: none. */
  terminalSignature: z.strictObject({ header: z.string().min(1), secret: z.string().min(1) }).nullable(),
  /** The documentation's table and its sample disagree. */
  purchaseInitiatedEvent: z.enum(['PurchaseUpdated', 'PurchaseInitiated']),
  /** From one status of a deposit to the next. */
  depositStepMs: milliseconds,
  /** How long a purchase can be paid. */
  purchaseWindowMs: milliseconds,
  /** Not documented by the provider: what a payment after the window is tied to. */
  latePayments: z.enum(['purchase', 'unlinked']),
  accessTokenSeconds: z.int().positive(),
  loginTokenDays: z.number().positive(),
  /** Not documented by the provider: whether a refresh kills the login token it was asked with. */
  oldLoginTokenDies: z.boolean(),
  /** Not documented by the provider: the HTTP status of an `UNAUTHENTICATED` answer. */
  unauthenticatedStatus: z.union([z.literal(200), z.literal(401)]),
  /** Not documented by the provider: a GraphQL error, or `Failed` at the broadcast. */
  insufficientFunds: z.enum(['at-create', 'later']),
  /** By blockchain code, in its native coin, charged on top at the broadcast: `{ "TRON": "1.1" }`. */
  networkFees: z.record(z.string(), decimal),
  /** Other texts for statuses, since the provider does not publish its own: `{ "Processing": "InProgress" }`. */
  statusTexts: z.record(z.string(), z.string()),
  /** How tiny numbers are written: `0.0000001` or `1e-7`. */
  numberNotation: z.enum(['plain', 'exponent']),
  /** What `apiSigner` says: `Paired`, `WaitingForApproval`, `Rejected`, `Expired`. */
  pairingStatus: z.string(),
});

export const settingsChange = settingsSchema.partial();

export type Settings = z.infer<typeof settingsSchema>;
export type SettingsChange = z.infer<typeof settingsChange>;

const paces = {
  real: [1_000, 2_000, 5_000, 30_000, 180_000, 30_000, 60_000],
  demo: [100, 200, 400, 800, 1_000, 1_000, 1_500],
  instant: [0, 0, 0, 0, 50, 50, 0],
} as const;

/** A name, or how many times faster than `real`. */
export type Speed = keyof typeof paces | number;

/** `real` has the documented intervals, `demo` fits a person watching, `instant` a test. */
export function paceOf(speed: Speed) {
  const factor = typeof speed === 'number' ? speed : 1;
  const [offer, approval, broadcast, completion, approverRetry, webhookRetry, depositStep] =
    paces[typeof speed === 'number' ? 'real' : speed];
  return {
    offerDelayMs: offer / factor,
    approvalDelayMs: approval / factor,
    broadcastDelayMs: broadcast / factor,
    completionDelayMs: completion / factor,
    approverRetryMs: approverRetry / factor,
    webhookRetryMs: webhookRetry / factor,
    depositStepMs: depositStep / factor,
  };
}

/** @returns undefined for a text that is neither a name nor a number above 0. */
export function readSpeed(text: string): Speed | undefined {
  if (text === 'real' || text === 'demo' || text === 'instant') return text;
  return /^\d{1,6}(\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

export const defaultSettings: Settings = {
  callbackUrl: null,
  ...paceOf('demo'),
  approverAttempts: 10,
  approverTimeoutMs: 120_000,
  webhookRetries: 5,
  webhookTimeoutMs: 5_000,
  terminalWebhookUrl: null,
  terminalSignature: null,
  purchaseInitiatedEvent: 'PurchaseUpdated',
  purchaseWindowMs: 2_700_000,
  latePayments: 'purchase',
  accessTokenSeconds: 900,
  loginTokenDays: 30,
  oldLoginTokenDies: false,
  unauthenticatedStatus: 200,
  insufficientFunds: 'at-create',
  networkFees: {},
  statusTexts: {},
  numberNotation: 'plain',
  pairingStatus: 'Paired',
};
