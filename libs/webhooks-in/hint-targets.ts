import type { WebhookTopic } from './inbox.events.js';

/** What a webhook points at. Nothing else of it is believed (S-14). */
export interface Hint extends Pick<WebhookTopic, 'kind' | 'subjectId'> {
  readonly widgetId: string | undefined;
}

export type LookUp =
  | { readonly outcome: 'looked-up'; readonly triggered: string }
  | { readonly outcome: 'not-ours'; readonly detail: string }
  | { readonly outcome: 'unknown-widget' }
  /** Nothing was learned; ask again later. */
  | { readonly outcome: 'unavailable'; readonly reason: string };

/** Whoever looks at the provider when a webhook hints at something, and moves what the provider shows (INV-I3). */
export abstract class HintTargets {
  abstract lookUp(hint: Hint): Promise<LookUp>;
}
