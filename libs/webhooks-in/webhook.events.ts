/**
 * The facts of the inbox streams, `webhooks-…`: what the provider told us, as the bytes came, and that somebody asked for
 * one of them to be looked at once more. A webhook is a claim: what it says is never taken over, only looked up (INV-I3).
 */
export type WebhookEvent =
  | { readonly type: 'WebhookReceived'; readonly data: WebhookReceived }
  | { readonly type: 'WebhookReplayRequested'; readonly data: WebhookReplayRequested };

/** Which of the provider's two senders a path belongs to. */
export type WebhookSource = 'terminal' | 'platform';

/** What is known about the sender: `missing` and `invalid` only stand here while signatures are observed, not enforced. */
export type Authenticity = 'path-only' | 'token' | 'signature' | 'signature-missing' | 'signature-invalid';

export interface WebhookReceived {
  /** Says where in the log it stands; see `webhook-id.ts`. */
  readonly webhookId: string;
  readonly source: WebhookSource;
  /** Of the path it was sent to (DW-19). */
  readonly widgetId?: string | undefined;
  readonly body: StoredBody;
  /** Those that may say something about the delivery; never one that authenticates. */
  readonly headers: Readonly<Record<string, string>>;
  readonly authenticity: Authenticity;
  readonly receivedAt: Date;
}

/** The exact bytes that were received; of too large a body the beginning. */
export interface StoredBody {
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
  /** Of all that was read. */
  readonly bytes: number;
  readonly sha256: string;
  readonly truncated: boolean;
}

export interface WebhookReplayRequested {
  readonly webhookId: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly requestedAt: Date;
}
