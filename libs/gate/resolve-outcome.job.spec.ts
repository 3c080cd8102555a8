import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { RandomIds } from '#libs/platform/ids.js';
import {
  bindTransaction,
  recordUnknown,
  requestPayout,
  reserveFunds,
  resolveOutcome,
  startAttempt,
} from '#libs/payouts/payout-commands.fixtures.js';
import type { PayoutCommand } from '#libs/payouts/payout.commands.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import { TestEventStore } from '#test/support/event-store.js';
import { refused, swapMatched } from './gate.fixtures.js';
import { GateStreams } from './gate-streams.js';
import { ResolveOutcomes, type ResolvedOutcome } from './resolve-outcome.job.js';

let server: TestEventStore;
let streams: EventStreams;
let store: AggregateStore;
let gate: GateStreams;

beforeAll(async () => {
  server = await TestEventStore.start();
  streams = connectEventStreams({ connectionString: server.connectionString });
  store = new AggregateStore(streams, new RandomIds());
  gate = new GateStreams(store, 'gate');
});
afterAll(async () => {
  await streams.close();
  await server.remove();
});

async function submitted(payoutId: string, ...more: readonly PayoutCommand[]): Promise<void> {
  const payouts = new PayoutStreams(store, 'worker');
  const requested = { ...requestPayout, data: { ...requestPayout.data, payoutId } };
  for (const command of [requested, reserveFunds, startAttempt(), recordUnknown(), ...more])
    expect((await payouts.execute(payoutId, command)).outcome).toBe('accepted');
}

async function paid(payoutId: string, providerId: string, approvedBy = 'user:bob'): Promise<ResolvedOutcome> {
  const { data } = resolveOutcome('paid', { providerId, approvedBy });
  return new ResolveOutcomes(store, 'user:ann').payout(payoutId, data);
}

const settled = { outcome: 'resolved', status: 'settled' };

describe('INV-P4 what people say settled a payout', () => {
  it('settles no other one', async () => {
    await submitted('po_a');
    await submitted('po_b');
    expect(await paid('po_a', 'tx-a')).toEqual(settled);
    expect(await paid('po_b', 'tx-a')).toEqual({ outcome: 'refused', code: 'matched-to-another-payout' });
    expect(await paid('po_b', 'tx-b')).toEqual(settled);
  });

  it('is not what the gate knows another one by', async () => {
    await submitted('po_c');
    await gate.execute({ type: 'MatchSwap', data: { ...swapMatched().data, providerId: 'tx-swap' } });
    expect(await paid('po_c', 'tx-swap')).toEqual({ outcome: 'refused', code: 'matched-to-a-swap' });
  });

  it('is claimed only by two people', async () => {
    await submitted('po_d');
    expect(await paid('po_d', 'tx-d', 'user:Ann ')).toEqual({ outcome: 'refused', code: 'two-people-needed' });
    expect(await gate.load('tx-d')).toEqual({ status: 'unseen' });
  });

  it('may be what the gate refused, and the provider carried out all the same', async () => {
    await submitted('po_e');
    await gate.execute({ type: 'RejectWithdrawal', data: { ...refused().data, providerId: 'tx-e' } });
    expect(await paid('po_e', 'tx-e')).toEqual(settled);
  });

  it('is the bound transaction where one is bound', async () => {
    await submitted('po_f', bindTransaction('tx-f'));
    expect(await paid('po_f', 'tx-g')).toEqual({ outcome: 'refused', code: 'bound-to-another-transaction' });
    expect(await paid('po_f', 'tx-f')).toEqual(settled);
    expect(await gate.load('tx-g')).toEqual({ status: 'unseen' });
  });
});
