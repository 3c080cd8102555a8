import { formatAmount } from '../money/amount-text.js';
import type { Money } from '../money/money.js';
import type { TracedEvent } from './chain-event.js';
import { sentenceOf } from './sentence.js';

/** One event of a chain, for people and programs; amounts as decimal strings. */
export interface TimelineStep {
  readonly position: bigint;
  readonly recordedAt: Date;
  /** Milliseconds since the first event of the chain. */
  readonly elapsedMs: number;
  readonly stream: string;
  readonly revision: bigint;
  readonly event: string;
  readonly actor: string;
  readonly sentence: string;
  readonly amounts: readonly NamedAmount[];
  readonly postings: readonly PostedAmount[];
}

export interface NamedAmount {
  readonly name: string;
  readonly amount: string;
  readonly asset: string;
}

export interface PostedAmount {
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly asset: string;
}

export function timelineOf(events: readonly TracedEvent[]): readonly TimelineStep[] {
  const start = events[0]?.stored.recordedAt.getTime() ?? 0;
  return events.map(({ stored, fact }) => ({
    position: stored.position.commit,
    recordedAt: stored.recordedAt,
    elapsedMs: stored.recordedAt.getTime() - start,
    stream: stored.streamName,
    revision: stored.revision,
    event: fact.type,
    actor: stored.metadata.actor,
    sentence: sentenceOf(fact),
    amounts: Object.entries(fact.data).flatMap(([name, value]: [string, unknown]) =>
      isMoney(value) ? [{ name, ...amountOf(value) }] : [],
    ),
    postings:
      'postings' in fact.data
        ? fact.data.postings.map(({ from, to, amount }) => ({ from, to, ...amountOf(amount) }))
        : [],
  }));
}

function amountOf(value: Money): { readonly amount: string; readonly asset: string } {
  return { amount: formatAmount(value), asset: `${value.asset.token}@${value.asset.chain}` };
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && typeof value.minor === 'bigint';
}
