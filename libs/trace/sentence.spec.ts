import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { readGoldenEvents } from '#test/wire/golden-events.js';
import { chainCodec, tracedEvent } from './chain-event.js';
import { observed } from '../fees/network-fee.fixtures.js';
import { charged, chargedToOperator } from '../fees/provider-fee.fixtures.js';
import { detected, feeResolved, resolved, settled } from '../sweeps/sweep.fixtures.js';
import { feeSentences, providerFeeSentences } from './sentences/fee.sentences.js';
import { sweepSentences } from './sentences/sweep.sentences.js';
import { timelineOf } from './timeline.js';

const golden = readGoldenEvents().filter(({ type }) => chainCodec.storedTypes.includes(type));

function stored(type: string, data: StoredEvent['data'], seconds = 0): StoredEvent {
  return {
    id: randomUUID(),
    type,
    data,
    metadata: { correlationId: 'c', causationId: 'c', actor: 'worker' },
    streamName: 'payout-po_1',
    revision: 3n,
    position: { commit: 4_711n, prepare: 4_711n },
    recordedAt: new Date(Date.UTC(2026, 0, 5, 12, 0, seconds)),
  };
}

describe('PO-02 a timeline', () => {
  it.each(golden)('says in one sentence what $file means', ({ type, data }) => {
    const [step] = timelineOf([tracedEvent(stored(type, data))]);
    expect(step?.sentence).toMatch(/^[A-Z0-9“][^\n]{5,250}\.$/);
    expect(step?.sentence).not.toMatch(/undefined|\[object|Invalid/);
    expect(`${step?.event}.`).toBe(type.replace(/v\d+$/, ''));
  });

  it('has the amounts as decimals, and how long it took', () => {
    const held = golden.find(({ type }) => type === 'FundsHeld.v1');
    const intended = golden.find(({ type }) => type === 'PayoutIntended.v1');
    if (!held || !intended) throw new Error('The golden events are missing');
    const steps = timelineOf([
      tracedEvent(stored(intended.type, intended.data)),
      tracedEvent(stored(held.type, held.data, 75)),
    ]);
    expect(steps[0]).toMatchObject({ elapsedMs: 0, amounts: [], postings: [] });
    const { amount, asset } = steps[1]?.amounts[0] ?? {};
    expect(steps[1]?.amounts).toEqual([{ name: 'amount', amount, asset: 'USDT@tron' }]);
    expect(steps[1]).toMatchObject({ elapsedMs: 75_000, postings: [{ amount, asset }] });
    expect(JSON.stringify(steps[1]?.postings)).toContain(':reserved');
    expect(BigInt((amount ?? '').replace('.', '')) > 0n).toBe(true);
  });
});

describe('PO-02 a sentence', () => {
  it('tells of a sweep how much left which wallets, where it is, and what people said', () => {
    const { payer: _, ...paidByNobody } = feeResolved.data;
    expect([
      sweepSentences.SweepDetected(detected(100n, ['wal_a', 'wal_b', 'wal_c']).data),
      sweepSentences.SweepSettled(settled().data),
      sweepSentences.SweepSettled(settled(100n, [100n]).data),
      sweepSentences.SweepResolved(resolved('booked').data),
      sweepSentences.SweepResolved(resolved('dismissed').data),
      sweepSentences.SweepFeeResolved(feeResolved.data),
      sweepSentences.SweepFeeResolved(paidByNobody),
    ]).toEqual([
      'A sweep of 0.0001 USDT@tron out of wal_a and 2 more into wal_m was detected.',
      'The sweep settled: 0.0001 USDT@tron of wal_a and 1 more is in wal_m.',
      'The sweep settled: 0.0001 USDT@tron of wal_a is in wal_m.',
      'Two people ended the review with evidence: booked.',
      'Two people ended the review with evidence: dismissed.',
      'Two people said with evidence that wal_gas paid the network fee.',
      'Two people said with evidence that no wallet of ours paid the network fee.',
    ]);
  });

  it('tells of a fee what it is and had been, and of a charge who pays and for which days', () => {
    expect([
      feeSentences.NetworkFeeObserved(observed(1, 0n, 1_100_000n).data),
      feeSentences.NetworkFeeObserved(observed(2, 1_100_000n, 2_500_000n).data),
      providerFeeSentences.ProviderFeeCharged(charged.data),
      providerFeeSentences.ProviderFeeCharged(chargedToOperator.data),
    ]).toEqual([
      'The network fee of tx-1 is 1.1 TRX@tron.',
      'The network fee of tx-1 became 2.5 TRX@tron; it had been 1.1 TRX@tron.',
      'The provider charged 25 USDT@tron to wal_1 for 2026-01-01 to 2026-01-31 under INV-2026-01/3.',
      'The provider charged 25 USDT@tron to acme for 2026-01-01 to 2026-01-31 under INV-2026-01/3.',
    ]);
  });
});
