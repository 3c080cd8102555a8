/**
 * The facts of the stream `inbox-outcomes`: what became of every webhook, and how far the inbox has been read. Appended
 * together, so that the log itself is the checkpoint and of two workers one records (INV-I2).
 */
export type InboxEvent =
  | { readonly type: 'WebhookProcessed'; readonly data: WebhookProcessed }
  | { readonly type: 'WebhookIgnored'; readonly data: WebhookIgnored }
  | { readonly type: 'WebhookQuarantined'; readonly data: WebhookQuarantined }
  | { readonly type: 'InboxAdvanced'; readonly data: InboxAdvanced };

/** What the webhook spoke of, as far as it could be read. */
export interface WebhookTopic {
  readonly event: string;
  readonly kind: 'deposit' | 'purchase' | 'transaction';
  /** The provider's id. */
  readonly subjectId: string;
  readonly status: string | null;
}

/** It was a hint to look at the provider, and somebody looked. */
export interface WebhookProcessed {
  readonly webhookId: string;
  readonly topic: WebhookTopic;
  /** What came of it, for people. */
  readonly triggered: string;
  readonly endedAt: Date;
}

export interface WebhookIgnored {
  readonly webhookId: string;
  readonly topic: WebhookTopic;
  readonly reason: 'duplicate' | 'not-ours';
  readonly detail?: string | undefined;
  readonly endedAt: Date;
}

/** Nobody but a person can tell; it stays there until it is replayed. */
export interface WebhookQuarantined {
  readonly webhookId: string;
  readonly topic?: WebhookTopic | undefined;
  readonly reason: QuarantineReason;
  readonly detail?: string | undefined;
  readonly endedAt: Date;
}

export type QuarantineReason =
  | 'unreadable'
  | 'too-large'
  | 'unknown-event'
  | 'no-id'
  | 'unknown-status'
  | 'unknown-widget'
  | 'keeps-failing';

/** Everything up to here has ended, but for those that wait because the provider did not answer. */
export interface InboxAdvanced {
  readonly position: { readonly commit: bigint; readonly prepare: bigint };
  readonly waiting: readonly WaitingWebhook[];
  readonly advancedAt: Date;
}

export interface WaitingWebhook {
  readonly webhookId: string;
  /** Asked for by a person, so it is looked up whether or not it says anything new. */
  readonly replayed: boolean;
}
