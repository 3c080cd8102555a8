import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { providerFeeCodec, providerFeeStream, providerFeeStreamPrefix } from '#libs/fees/provider-fee.codec.js';
import { chargeFee, reverseFee } from '#libs/fees/provider-fee.fixtures.js';
import { ProviderFees } from '#libs/fees/provider-fee.handlers.js';
import { providerFeeDecider, type ProviderFeeCommand } from '#libs/fees/provider-fee.js';
import { FundingBooks } from '#libs/operators/book-funding.reactor.js';
import { fundingCodec, fundingStream, fundingStreamPrefix } from '#libs/operators/funding.codec.js';
import { eur, recordFunding, reverseFunding } from '#libs/operators/funding.fixtures.js';
import { fiatWallet, fundingDecider, type FundingCommand } from '#libs/operators/funding.js';
import { RandomIds } from '#libs/platform/ids.js';
import { TestEventStore } from '#test/support/event-store.js';
import { accountStream } from './account.codec.js';
import { Accounts } from './accounts.js';
import { CompleteBookings } from './complete-bookings.job.js';

let server: TestEventStore;
let streams: EventStreams;
let store: AggregateStore;
let accounts: Accounts;
const metadata = { correlationId: 'spec', causationId: 'spec', actor: 'key:k3' };
const { signal } = new AbortController();

beforeAll(async () => {
  server = await TestEventStore.start();
  streams = connectEventStreams({ connectionString: server.connectionString });
  store = new AggregateStore(streams, new RandomIds());
  accounts = new Accounts(store, 'worker');
});
afterAll(async () => {
  await streams.close();
  await server.remove();
});

/** Only the fact: whoever recorded it died before he booked it. */
async function recorded(fundingId: string, command: FundingCommand): Promise<void> {
  const funding = { streamName: fundingStream(fundingId), decider: fundingDecider, codec: fundingCodec };
  expect((await store.execute({ ...funding, command, metadata })).outcome).toBe('accepted');
}
async function charged(chargeId: string, command: ProviderFeeCommand): Promise<void> {
  const fee = { streamName: providerFeeStream(chargeId), decider: providerFeeDecider, codec: providerFeeCodec };
  expect((await store.execute({ ...fee, command, metadata })).outcome).toBe('accepted');
}

async function bookedFor(operatorId: string): Promise<readonly string[]> {
  const { events } = await streams.read(accountStream(fiatWallet(operatorId), eur));
  return events.map(({ type, data }) => `${type} ${String((data as Record<string, unknown>)['reference'])}`);
}

describe('F1.3 IN-09 API-28 what was recorded and not booked', () => {
  it('is booked once, without anybody asking again', async () => {
    const books = new FundingBooks(store, accounts);
    const job = new CompleteBookings(streams, fundingStreamPrefix, (id) => books.complete(id));
    await recorded('fund_a', recordFunding({ fundingId: 'fund_a', operatorId: 'op-a' }));
    await job.run(signal);
    await job.run(signal);
    expect(await bookedFor('op-a')).toEqual(['AccountCredited.v1 fund_a']);
    await recorded('fund_a', reverseFunding({ fundingId: 'fund_a' }));
    await recorded('fund_b', recordFunding({ fundingId: 'fund_b', operatorId: 'op-b' }));
    await job.run(signal);
    expect(await bookedFor('op-a')).toEqual(['AccountCredited.v1 fund_a', 'AccountDebited.v1 reversal:fund_a']);
    expect(await bookedFor('op-b')).toEqual(['AccountCredited.v1 fund_b']);
  });

  it('is tried again where its booking failed', async () => {
    const asked: string[] = [];
    const job = new CompleteBookings(streams, 'funding-fund_b', async (id) => {
      asked.push(id);
      if (asked.length === 1) throw new Error('The store is away');
      return Promise.resolve();
    });
    await expect(job.run(signal)).rejects.toThrow('away');
    await job.run(signal);
    await job.run(signal);
    expect(asked).toHaveLength(2);
  });

  it('is also a charge of the provider, and its reversal', async () => {
    const fees = new ProviderFees(store, accounts);
    const job = new CompleteBookings(streams, providerFeeStreamPrefix, (id) => fees.complete(id));
    const booked = async () => {
      const types: string[] = [];
      for await (const event of streams.readAll('start', { streamPrefixes: ['account-'] }))
        if (JSON.stringify(event.data).includes('INV-2026-01/3')) types.push(event.type);
      return types;
    };
    await charged('INV-2026-01/3', chargeFee());
    await job.run(signal);
    expect(await booked()).toHaveLength(1);
    await charged('INV-2026-01/3', reverseFee());
    await job.run(signal);
    const after = await booked();
    expect(after.length).toBeGreaterThan(1);
    await job.run(signal);
    expect(await booked()).toEqual(after);
  });
});
