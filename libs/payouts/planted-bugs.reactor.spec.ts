import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { appendingBy, before, meeting } from '#test/support/overlapping.js';
import { outcomeOf, safetyProblems } from '#test/support/payout-outcome.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { carry, earlierClock, gateProcess, workerProcess } from '#test/support/stage-processes.js';
import { StoreUnavailable } from '../event-streams/event-streams.errors.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import type { PayoutCommand } from './payout.commands.js';
import type { PayoutRequest } from './payout.events.js';
import { PayoutStreams, type ExecutedPayout } from './payout-streams.js';

let stage: PayoutStage;
let gate: StageGate;

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
});

afterEach(() => {
  gate.instead = undefined;
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

/** Each plays a story that only a rule keeps safe, with the parts given, and tells what is not safe in the end. */
const stories = {
  async oneRequestMakesTwoTransactions(parts: { readonly bind?: typeof PayoutStreams } = {}): Promise<string[]> {
    gateWith(parts.bind);
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'duplicate-create' });
    return ending(request);
  },

  async theStoreIsAwayWhileTheGateBinds(parts: { readonly bind?: typeof PayoutStreams } = {}): Promise<string[]> {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'duplicate-create' });
    gateWith(parts.bind, awayFor(2, 'PayoutBound', stage.streams));
    return ending(request);
  },

  async aStolenTokenAsksForMore(parts: { readonly bind?: typeof PayoutStreams } = {}): Promise<string[]> {
    gateWith(parts.bind);
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'lose-response-before-acceptance' });
    await workerProcess(stage, { clock: earlierClock() }).advance(request.payoutId);
    const { providerWalletId: walletId, amount, destination: address, payoutId } = request;
    const note = `test-${payoutId}-1`;
    const created = await stage.usualGateway.payments.createWithdrawal({
      walletId,
      asset: amount.asset,
      amount: '2500',
      address,
      note,
    });
    expect(created.outcome).toBe('accepted');
    await stage.landed(request, 1);
    return safetyProblems(stage, [request]);
  },

  async twoWorkersClaimAtOnce(parts: { readonly streams?: EventStreams } = {}): Promise<string[]> {
    const request = await stage.request();
    const clock = earlierClock();
    const meet = meeting(2);
    const workers = [1, 2].map(() =>
      workerProcess(stage, { clock, streams: before('PayoutAttemptStarted', parts.streams ?? stage.streams, meet) }),
    );
    await Promise.all(workers.map((worker) => worker.advance(request.payoutId)));
    await stage.landed(request, 1);
    const { attempts, created } = await outcomeOf(stage, request);
    return created > attempts ? [`asked ${created} times for ${attempts} attempt`] : safetyProblems(stage, [request]);
  },

  async peopleReleaseWhileTheGateBinds(parts: { readonly streams?: EventStreams } = {}): Promise<string[]> {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'approver-silent' });
    const clock = earlierClock();
    await workerProcess(stage, { clock }).advance(request.payoutId);
    const [transaction] = await stage.sandbox.createdWith(request.payoutId);
    const streams = before('PayoutOutcomeResolved', parts.streams ?? stage.streams, async () => {
      await stage.sandbox.make(transaction?.id ?? '', 'offer');
      await stage.landed(request, 1);
    });
    await new PayoutStreams(stage.aggregates(streams), 'user:ann').execute(request.payoutId, {
      type: 'ResolveOutcome',
      data: { outcome: 'not-paid', evidence: 'a phone call', resolvedBy: 'ann', approvedBy: 'bob', now: clock.now() },
    });
    return ending(request);
  },
};

async function ending(request: PayoutRequest): Promise<string[]> {
  const clock = earlierClock();
  await carry(stage, request, { worker: workerProcess(stage, { clock, gateUrl: gate.url }), clock });
  return safetyProblems(stage, [request]);
}

function gateWith(Streams: typeof PayoutStreams = PayoutStreams, streams = stage.streams): void {
  gate.instead = gateProcess(stage, { streams, payouts: new Streams(stage.aggregates(streams), 'gate') });
}

/** The first appends of a fact do not get through. */
function awayFor(appends: number, type: string, streams: EventStreams): EventStreams {
  let left = appends;
  return appendingBy(streams, (streamName, expected, events) => {
    if (events.some((event) => event.type.startsWith(type)) && left-- > 0)
      return Promise.reject(new StoreUnavailable('away'));
    return streams.append(streamName, expected, events);
  });
}

/** Says that it has bound, and records nothing. */
class NeverBinding extends PayoutStreams {
  override async execute(payoutId: string, command: PayoutCommand): Promise<ExecutedPayout> {
    if (command.type !== 'BindTransaction') return super.execute(payoutId, command);
    return { outcome: 'accepted', events: [], state: await this.load(payoutId), revision: 0n };
  }
}

/** Takes an append whose outcome nobody knows for done. */
class YesWhenInDoubt extends PayoutStreams {
  override async execute(payoutId: string, command: PayoutCommand): Promise<ExecutedPayout> {
    return super.execute(payoutId, command).catch(async (error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
      return { outcome: 'accepted', events: [], state: await this.load(payoutId), revision: 0n };
    });
  }
}

/** Takes any amount for the one that was asked for. */
class IgnoringTheAmount extends PayoutStreams {
  override async execute(payoutId: string, command: PayoutCommand): Promise<ExecutedPayout> {
    const payout = await this.load(payoutId);
    if (command.type !== 'BindTransaction' || payout.status === 'absent') return super.execute(payoutId, command);
    const observed = { ...command.data.observed, amount: payout.request.amount };
    return super.execute(payoutId, { ...command, data: { ...command.data, observed } });
  }
}

/** Makes event ids of what is written, so that two competitors write the same ones. */
function idsOfTheCommand(streams: EventStreams): EventStreams {
  return appendingBy(streams, (streamName, expected, events) => {
    const same = events.map((event) => ({ ...event, id: uuidOf(`${streamName} ${expected} ${event.type}`) }));
    return streams.append(streamName, expected, same);
  });
}

/** Appends wherever the stream is by now. */
function withoutFence(streams: EventStreams): EventStreams {
  return appendingBy(streams, async (streamName, _, events) => {
    const { revision } = await streams.read(streamName);
    return streams.append(streamName, revision, events);
  });
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

describe('the rules keep these stories safe', () => {
  it.each(Object.entries(stories))('%s', async (_, story) => expect(await story()).toEqual([]));
});

describe('the same stories notice', () => {
  it('INV-P5 F4.3 a gate that says yes without binding', async () =>
    expect(await stories.oneRequestMakesTwoTransactions({ bind: NeverBinding })).toEqual(
      expect.arrayContaining([
        expect.stringContaining('broadcast more than once'),
        expect.stringContaining('approved more than once'),
      ]),
    ));

  it('§2.3 rule 4 a gate that says yes when it cannot know', async () =>
    expect(await stories.theStoreIsAwayWhileTheGateBinds({ bind: YesWhenInDoubt })).toEqual(
      expect.arrayContaining([expect.stringContaining('broadcast more than once')]),
    ));

  it('INV-P6 a binding that does not compare the amount', async () =>
    expect(await stories.aStolenTokenAsksForMore({ bind: IgnoringTheAmount })).toEqual([
      expect.stringContaining('INV-P6 broadcast something else'),
    ]));

  it('F3.10 event ids that are made of the command', async () =>
    expect(await stories.twoWorkersClaimAtOnce({ streams: idsOfTheCommand(stage.streams) })).toEqual([
      'asked 2 times for 1 attempt',
    ]));

  it('F3.11 a provider that sends one approved transaction twice, which no rule of ours can prevent', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'double-broadcast' });
    expect(await ending(request)).toContainEqual(expect.stringContaining('INV-P5 broadcast more than once'));
  });

  it('INV-P3 a release that is appended without a fence', async () =>
    expect(await stories.peopleReleaseWhileTheGateBinds({ streams: withoutFence(stage.streams) })).toEqual([
      expect.stringContaining('INV-P3 released and broadcast'),
    ]));
});
