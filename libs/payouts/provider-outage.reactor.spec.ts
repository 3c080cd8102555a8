import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InabitGateway } from '#libs/inabit/create-inabit-gateway.js';
import { outcomeOf, safetyProblems } from '#test/support/payout-outcome.js';
import { PayoutStage, usdt } from '#test/support/payout-stage.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { carry, earlierClock, minute, workerProcess } from '#test/support/stage-processes.js';
import { TcpProxy } from '#test/support/tcp-proxy.js';
import { money } from '../money/money.js';
import { PayoutStreams } from './payout-streams.js';

let stage: PayoutStage;
let gate: StageGate;
/** Between the worker and the provider; the gate has a line of its own. */
let line: TcpProxy;

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
  line = await TcpProxy.start(stage.provider.port);
});

afterAll(async () => {
  await line.close();
  await gate.stop();
  await stage.stop();
});

function overTheLine(): InabitGateway {
  return stage.gateway({ url: `http://127.0.0.1:${line.port}/graphql` });
}

const open = (attempts: number) => ({ ended: 'open', attempts, created: 0, broadcast: 0, money: 'reserved' });

describe('F3.4 F6.4 a provider that is out of reach', () => {
  it('costs one attempt of one payout, and all are paid when it is back', async () => {
    const requests = [await stage.request(), await stage.request(), await stage.request()] as const;
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url, ...stage.gateway({ url: 'http://127.0.0.1:9' }) });
    for (let looks = 0; looks < 5; looks++) {
      for (const { payoutId } of requests) await worker.advance(payoutId);
      clock.advance(2 * minute);
    }
    const [first, ...others] = requests;
    expect(await outcomeOf(stage, first)).toEqual(open(1));
    for (const request of others) expect(await outcomeOf(stage, request)).toEqual(open(0));

    const later = workerProcess(stage, { clock, gateUrl: gate.url });
    for (const request of requests)
      expect(await carry(stage, request, { worker: later, clock })).toMatchObject({
        ended: 'settled',
        created: 1,
      });
  });

  it('goes on by itself, in the same process, when the line is back', async () => {
    const request = await stage.request();
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url, ...overTheLine() });
    line.down();
    for (let looks = 0; looks < 4; looks++) {
      await worker.advance(request.payoutId);
      clock.advance(2 * minute);
    }
    expect(await outcomeOf(stage, request)).toEqual(open(1));
    line.heal();
    expect(await carry(stage, request, { worker, clock })).toMatchObject({ ended: 'settled', attempts: 2, created: 1 });
  });

  it('INV-P8 is a case for people when it lasts, though the gate reaches the provider', async () => {
    const request = await stage.request();
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url, ...overTheLine() });
    line.down();
    const outcome = await carry(stage, request, { worker, clock, everyMs: 10 * minute });
    line.heal();
    expect(outcome).toMatchObject({ ended: 'review: outcome-unknown-too-long', attempts: 1, money: 'reserved' });
  });
});

describe('F3.2 a request whose outcome is unknown', () => {
  it('rests for a minute, however often it is looked at, before another is sent', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'lose-response-before-acceptance' });
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    for (const passed of [0, 1, 58_999, 999]) {
      clock.advance(passed);
      await worker.advance(request.payoutId);
      expect(await outcomeOf(stage, request)).toEqual(open(1));
    }
    clock.advance(1);
    await worker.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ attempts: 2, created: 1 });
  });
});

describe('§2.3 rule 6 while the gate is not healthy', () => {
  it('INV-P8 nothing is asked a second time, and a person has to look after half an hour', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'lose-response-before-acceptance' });
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock });
    for (const minutes of [0, 10, 10, 9]) {
      clock.advance(minutes * minute);
      await worker.advance(request.payoutId);
      expect(await outcomeOf(stage, request)).toEqual(open(1));
    }
    clock.advance(minute);
    await worker.advance(request.payoutId);
    const inReview = { ...open(1), ended: 'review: outcome-unknown-too-long' };
    expect(await outcomeOf(stage, request)).toEqual(inReview);
    const healthy = workerProcess(stage, { clock, gateUrl: gate.url });
    await healthy.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toEqual(inReview);
  });

  it('a payout waits, and is paid when the gate is healthy again', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'http-500' });
    const clock = earlierClock();
    await workerProcess(stage, { clock }).advance(request.payoutId);
    clock.advance(5 * minute);
    await workerProcess(stage, { clock }).advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toEqual(open(1));
    const healthy = workerProcess(stage, { clock, gateUrl: gate.url });
    expect(await carry(stage, request, { worker: healthy, clock })).toMatchObject({ ended: 'settled', attempts: 2 });
    const claims = (await stage.facts(`payout-${request.payoutId}`)).filter(({ type }) => type.includes('Started'));
    expect(claims.map(({ data }) => data['gateEvidence'])).toEqual([undefined, expect.stringContaining('gate ready')]);
  });

  it('the first attempt does not depend on it', async () => {
    const request = await stage.request();
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock });
    expect(await carry(stage, request, { worker, clock })).toMatchObject({ ended: 'settled', attempts: 1 });
  });
});

describe('F3.6 FR-03 a payout that is blocked', () => {
  it('stays reserved until a person resumes it, then goes on', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'http-403', times: 2 });
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    const blocked = { ...open(1), ended: 'review: blocked-by-provider' };
    expect(await carry(stage, request, { worker, clock })).toEqual(blocked);
    clock.advance(10 * 60 * minute);
    await worker.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toEqual(blocked);

    const resume = async () => {
      const data = { by: 'user:ann', reason: 'the role is back', now: clock.now() };
      await new PayoutStreams(stage.aggregates(), 'user:ann').execute(request.payoutId, { type: 'ResumePayout', data });
      return carry(stage, request, { worker, clock });
    };
    expect(await resume()).toEqual({ ...blocked, attempts: 2 });
    expect(await resume()).toMatchObject({ ended: 'settled', attempts: 3, created: 1, broadcast: 1, money: 'gone' });
  });
});

describe('F3.8 §2.3 rule 7 a status that nobody knows', () => {
  it('INV-P8 changes nothing, is a case for people after an hour, and settles when it is understood', async () => {
    const request = await stage.request();
    const clock = earlierClock(0);
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    await stage.sandbox.change({ statusTexts: { Processing: 'Sweeping', Completed: 'Done' } });
    const outcome = await carry(stage, request, { worker, clock, everyMs: 61 * minute });
    expect(outcome).toMatchObject({ ended: 'review: pending-too-long', broadcast: 1, money: 'reserved' });
    await stage.sandbox.change({ statusTexts: {} });
    await worker.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', money: 'gone' });
  });
});

describe('F3.9 the provider’s wallet does not cover what the books say', () => {
  it.each([
    ['at-create', 'declined-by-provider', 0],
    ['later', 'failed-at-provider', 1],
  ] as const)('%s: the money is available again, once', async (insufficientFunds, code, created) => {
    await stage.sandbox.change({ insufficientFunds });
    const request = await stage.request({ amount: money(usdt, 260_000_000_000n) }, 300_000_000_000n);
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    expect(await carry(stage, request, { worker, clock })).toEqual({
      ended: `released: ${code}`,
      attempts: 1,
      created,
      broadcast: 0,
      money: 'back',
    });
    await worker.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ money: 'back' });
  });
});

describe('INV-P6 a paid transaction that is not what was asked for', () => {
  it('calls a person, though the gate was never asked', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'approver-silent' });
    // For the payout the transaction is older than its attempt: it cannot be the one.
    const clock = earlierClock(-1);
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    await worker.advance(request.payoutId);
    const [transaction] = await stage.sandbox.createdWith(request.payoutId);
    await stage.sandbox.make(transaction?.id ?? '', 'settle');
    await worker.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({
      ended: 'review: settled-differs-from-request',
      money: 'reserved',
    });
  });

  it('is bound and settled when it is, though the gate was never asked', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'approver-silent' });
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    await worker.advance(request.payoutId);
    const [transaction] = await stage.sandbox.createdWith(request.payoutId);
    await stage.sandbox.make(transaction?.id ?? '', 'settle');
    await worker.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', money: 'gone' });
    const bound = (await stage.facts(`payout-${request.payoutId}`)).find(({ type }) => type === 'PayoutBound.v1');
    expect(bound?.data).toMatchObject({ via: 'pull', providerId: transaction?.id });
  });
});

describe('INV-P3 INV-P4 INV-P5 after all this', () => {
  it('every payout is safe', async () => expect(await safetyProblems(stage)).toEqual([]));
});
