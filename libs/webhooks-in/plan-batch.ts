import type { Hint, LookUp } from './hint-targets.js';
import type { InboxEvent, WebhookTopic } from './inbox.events.js';
import { isKnownStatus, readWebhook } from './read-webhook.js';
import type { WebhookReceived } from './webhook.events.js';

/** A webhook whose turn it is. */
export interface InboxItem {
  readonly webhook: WebhookReceived;
  /** A person asked for it, so it is looked up whether or not it says anything new. */
  readonly replayed: boolean;
}

interface Topical extends InboxItem {
  readonly topic: WebhookTopic;
  readonly saying: string;
}

/** Everything in one batch that is about the same subject: the provider is asked once. */
export interface PlannedLookUp {
  readonly hint: Hint;
  readonly items: readonly Topical[];
}

export interface BatchPlan {
  /** What needs no look at the provider. */
  readonly ended: readonly InboxEvent[];
  readonly lookUps: readonly PlannedLookUp[];
}

/**
 * Which webhooks are hints to look at the provider, and which are not. One that repeats the last thing that was said
 * about its subject is a duplicate; an older thing said again is not, for a deposit may be `Confirming` twice.
 * @param lastSaid by subject; what is not known there costs one more look, nothing else.
 */
export function planBatch(items: readonly InboxItem[], lastSaid: ReadonlyMap<string, string>, now: Date): BatchPlan {
  const ended: InboxEvent[] = [];
  const bySubject = new Map<string, { hint: Hint; items: Topical[] }>();
  const said = new Map<string, string>();
  for (const item of items) {
    const reading = readWebhook(item.webhook);
    const { webhookId } = item.webhook;
    if (!reading.ok) {
      ended.push({ type: 'WebhookQuarantined', data: { webhookId, reason: reading.reason, endedAt: now } });
      continue;
    }
    const { topic, hint, saying } = reading;
    const subject = subjectOf(topic);
    if (!item.replayed && (said.get(subject) ?? lastSaid.get(subject)) === saying) {
      ended.push({ type: 'WebhookIgnored', data: { webhookId, topic, reason: 'duplicate', endedAt: now } });
      continue;
    }
    said.set(subject, saying);
    const planned = bySubject.get(subject) ?? { hint, items: [] };
    planned.items.push({ ...item, topic, saying });
    bySubject.set(subject, planned);
  }
  return { ended, lookUps: [...bySubject.values()] };
}

export function subjectOf({ kind, subjectId }: Pick<WebhookTopic, 'kind' | 'subjectId'>): string {
  return `${kind}:${subjectId}`;
}

/** How each webhook of a look-up ends. Undefined: nothing was learned, they wait. */
export function conclude({ items }: PlannedLookUp, found: LookUp, now: Date): readonly InboxEvent[] | undefined {
  if (found.outcome === 'unavailable') return undefined;
  return items.map(({ webhook: { webhookId }, topic }) => endOf({ webhookId, topic, endedAt: now }, found));
}

function endOf(
  about: { readonly webhookId: string; readonly topic: WebhookTopic; readonly endedAt: Date },
  found: Exclude<LookUp, { outcome: 'unavailable' }>,
): InboxEvent {
  switch (found.outcome) {
    case 'looked-up':
      // It was a good hint all the same; a person should know that there is a status we do not know.
      if (!isKnownStatus(about.topic))
        return { type: 'WebhookQuarantined', data: { ...about, reason: 'unknown-status', detail: found.triggered } };
      return { type: 'WebhookProcessed', data: { ...about, triggered: found.triggered } };
    case 'not-ours':
      if (!isKnownStatus(about.topic))
        return { type: 'WebhookQuarantined', data: { ...about, reason: 'unknown-status', detail: found.detail } };
      return { type: 'WebhookIgnored', data: { ...about, reason: 'not-ours', detail: found.detail } };
    case 'unknown-widget':
      return { type: 'WebhookQuarantined', data: { ...about, reason: 'unknown-widget' } };
  }
}
