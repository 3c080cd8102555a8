import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { RandomIds } from '#libs/platform/ids.js';
import {
  closeSwap,
  recordSettled,
  recordUnknown,
  requestSwap,
  reserveFunds,
} from '#libs/swaps/swap-commands.fixtures.js';
import { bindTransaction, requireReview, startAttempt } from '#libs/swaps/swap-commands.fixtures.js';
import type { SwapCommand } from '#libs/swaps/swap.commands.js';
import { money } from '#libs/money/money.js';
import { usdc } from '#libs/swaps/swap.fixtures.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { TestEventStore } from '#test/support/event-store.js';
import { runCli } from '../support/run-command.spec-support.js';
import { swapCommand } from './swap.command.js';

let store: TestEventStore;
let streams: EventStreams;
const before = { ...process.env };
const people = ['--evidence', 'ticket 7', '--by', 'ann', '--approved-by', 'bob'];
const swapped = ['--outcome', 'swapped', '--output', '99.8', '--fee', '1.4', ...people];
const inReview = [startAttempt(), recordUnknown(), requireReview('outcome-unknown-too-long')];

beforeAll(async () => {
  store = await TestEventStore.start();
  process.env['EVENTSTORE_URL'] = store.connectionString;
  streams = connectEventStreams({ connectionString: store.connectionString });
  for (const swapId of ['sw_a', 'sw_b', 'sw_c', 'sw_d']) await given(swapId, inReview);
  const cheap = recordSettled({ output: money(usdc, 90_000_000n) });
  await given('sw_price', [startAttempt(), bindTransaction(), cheap, closeSwap]);
});
afterAll(async () => {
  process.env = before;
  await streams.close();
  await store.remove();
});

async function given(swapId: string, steps: readonly SwapCommand[]): Promise<void> {
  const swaps = new SwapStreams(new AggregateStore(streams, new RandomIds()), 'worker');
  const requested = { ...requestSwap, data: { ...requestSwap.data, swapId } } as SwapCommand;
  for (const command of [requested, reserveFunds, ...steps])
    expect((await swaps.execute(swapId, command)).outcome).toBe('accepted');
}

const run = async (...args: readonly string[]) => {
  const { text, errors, exitCode } = await runCli(swapCommand(), ...args);
  return [exitCode, text + errors];
};
const resolve = (swapId: string, ...args: readonly string[]) => run('resolve', swapId, ...args);

describe('IN-13 a swap in review', () => {
  it('is resolved by two people, with what came out and what it cost', async () => {
    expect(await resolve('sw_a', '--provider-id', 'tx-9', ...swapped)).toEqual([0, 'sw_a is settled\n']);
    const { events } = await streams.read('swap-sw_a');
    expect(events.at(-3)).toMatchObject({
      type: 'SwapOutcomeResolved.v1',
      data: { resolvedBy: 'user:ann', approvedBy: 'user:bob' },
      metadata: { actor: 'user:ann' },
    });
    expect(events.at(-1)).toMatchObject({ type: 'SwapSettled.v1', data: { providerId: 'tx-9', evidence: 'ticket 7' } });
  });

  it('INV-P4 is not settled by the transaction of another swap', async () => {
    expect(await resolve('sw_b', '--provider-id', 'tx-9', ...swapped)).toEqual([1, 'Refused: matched-to-a-swap\n']);
    expect(await resolve('sw_b', '--provider-id', 'tx-8', ...swapped)).toEqual([0, 'sw_b is settled\n']);
  });

  it('is released when nothing was swapped', async () => {
    expect(await resolve('sw_c', '--outcome', 'not-swapped', ...people)).toEqual([0, 'sw_c is released\n']);
  });

  it('goes on once its cause is mended, or its price was seen', async () => {
    const seen = ['--by', 'ann', '--reason', 'seen'];
    expect(await run('resume', 'sw_d', ...seen)).toEqual([0, 'sw_d is submitted\n']);
    expect(await run('resume', 'sw_price', ...seen)).toEqual([0, 'sw_price is settled\n']);
    const { events } = await streams.read('swap-sw_price');
    expect(events.map(({ type }) => type)).toContain('SwapReviewRequired.v1');
    expect(events.at(-1)).toMatchObject({ type: 'SwapResumed.v1', data: { by: 'user:ann', reason: 'seen' } });
  });

  it.each([
    ['sw_x', swapped, 'sw_x is not known\n'],
    ['sw_d', ['--provider-id', 'tx-7', ...swapped, '--approved-by', 'ann'], 'Refused: two-people-needed\n'],
    ['sw_d', swapped, 'Refused: evidence-needed\n'],
    ['sw_d', ['--provider-id', 'tx-7', '--outcome', 'swapped', ...people], 'Refused: output-missing\n'],
    ['sw_d', [...swapped, '--output', '1e3'], '1e3 is no amount of USDC@tron: not a decimal\n'],
  ])('%s is not resolved with %j', async (swapId, args, message) => {
    expect(await resolve(swapId, ...args)).toEqual([1, message]);
    expect((await streams.find('gate-tx-7', 'last')) ?? 'nothing is claimed').toBe('nothing is claimed');
  });
});
