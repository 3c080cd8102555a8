import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { before, meeting, signal } from '#test/support/overlapping.js';
import { outcomeOf, safetyProblems } from '#test/support/payout-outcome.js';
import { PayoutStage, usdt } from '#test/support/payout-stage.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { carry, earlierClock, minute, workerProcess } from '#test/support/stage-processes.js';
import type { ManualClock } from '../inabit/testing/manual-clock.js';
import type { CreateOutcome } from '../inabit/create-outcome.js';
import { InabitPayments, type WithdrawalRequest } from '../inabit/inabit-payments.js';
import { money } from '../money/money.js';
import type { AdvancePayout } from './advance-payout.reactor.js';
import type { PayoutRequest } from './payout.events.js';

let stage: PayoutStage;
let gate: StageGate;

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

/** Workers that have all read the same before any of them claims. */
function crowd(clock: ManualClock, size = 4): AdvancePayout[] {
  const meet = meeting(size);
  return Array.from({ length: size }, () =>
    workerProcess(stage, {
      clock,
      gateUrl: gate.url,
      streams: before('PayoutAttemptStarted', stage.streams, meet),
    }),
  );
}

async function allAdvance(workers: readonly AdvancePayout[], { payoutId }: PayoutRequest): Promise<void> {
  await Promise.all(workers.map((worker) => worker.advance(payoutId)));
}

describe('F3.10 several workers take the same payout at once', () => {
  it.each([1, 2, 3])('one of them claims it, and the provider is asked once (%i)', async () => {
    const request = await stage.request();
    const clock = earlierClock();
    const workers = crowd(clock);
    await allAdvance(workers, request);
    expect(await outcomeOf(stage, request)).toMatchObject({ attempts: 1, created: 1 });
    await stage.landed(request, 1);
    await allAdvance(workers, request);
    expect(await outcomeOf(stage, request)).toEqual({
      ended: 'settled',
      attempts: 1,
      created: 1,
      broadcast: 1,
      money: 'gone',
    });
  });

  it('also where it is a second attempt', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'lose-response-before-acceptance' });
    const clock = earlierClock();
    await workerProcess(stage, { clock }).advance(request.payoutId);
    clock.advance(2 * minute);
    await allAdvance(crowd(clock), request);
    expect(await outcomeOf(stage, request)).toMatchObject({ attempts: 2, created: 1 });
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    expect(await carry(stage, request, { worker, clock })).toMatchObject({ ended: 'settled', broadcast: 1 });
  });

  it('and for a payout that the wallet does not cover, nothing stays reserved', async () => {
    const request = await stage.request({ amount: money(usdt, 2_000_000_000n) });
    const clock = earlierClock();
    await allAdvance(crowd(clock), request);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'rejected', created: 0, money: 'free' });
  });
});

describe('F3.10 a worker that is paused between its claim and its request', () => {
  it('asks when another has paid long ago: its transaction is refused', async () => {
    const request = await stage.request();
    const clock = earlierClock();
    const paused = new PausedPayments(stage.usualGateway.payments);
    const first = workerProcess(stage, { clock, gateUrl: gate.url, payments: paused }).advance(request.payoutId);
    await paused.reached.given;

    const other = workerProcess(stage, { clock, gateUrl: gate.url });
    await other.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ attempts: 1, created: 0 });
    const facts = () => stage.facts(`payout-${request.payoutId}`);
    expect((await facts()).at(-1)).toMatchObject({ type: 'PayoutAttemptStarted.v1' });
    clock.advance(2 * minute);
    expect(await carry(stage, request, { worker: other, clock })).toMatchObject({
      ended: 'settled',
      attempts: 2,
      created: 1,
    });

    paused.told.give();
    await first;
    const landed = await stage.landed(request, 2);
    expect(landed.map(({ status }) => status)).toEqual(['Completed', 'Rejected']);
    const [, late] = landed;
    expect((await facts()).at(-1)).toMatchObject({
      type: 'LateProviderEventRecorded.v1',
      data: { providerId: late?.id },
    });
  });

  /** Waits before each request until it is told to go on. */
  class PausedPayments extends InabitPayments {
    readonly reached = signal();
    readonly told = signal();

    constructor(private readonly payments: InabitPayments) {
      super();
    }

    async createWithdrawal(asked: WithdrawalRequest): Promise<CreateOutcome> {
      this.reached.give();
      await this.told.given;
      return this.payments.createWithdrawal(asked);
    }

    createSwap(): Promise<never> {
      return Promise.reject(new Error('Not for these stories'));
    }
  }
});

describe('INV-P1 two workers look at a wallet while money arrives', () => {
  const lives = Number.POSITIVE_INFINITY;

  it.each([
    ['lives on', lives],
    ['ends right after its rejection', 3],
  ])('nothing stays reserved for a payout that one of them rejected, which then %s', async (_, endsAt) => {
    const request = await stage.request({ amount: money(usdt, 1_500_000_000n) });
    const [held, rejected] = [signal(), signal()];
    // One has seen too little. Before it says so, money arrives, and the other holds it.
    const lucky = workerProcess(stage, {
      streams: before('PayoutFundsReserved', stage.streams, async () => {
        held.give();
        await rejected.given;
      }),
    });
    const advances: Promise<unknown>[] = [];
    const streams = before('PayoutRejected', stage.streams, async () => {
      await stage.credit(request, 1_000_000_000n);
      advances.push(lucky.advance(request.payoutId));
      await held.given;
    });
    const mortal = new MortalProcess(endsAt, 'after');
    const unlucky = workerProcess(stage, { streams: mortal.port(streams) });
    await unlucky.advance(request.payoutId).catch((error: unknown) => expect(error).toBeInstanceOf(ProcessEnded));
    expect(mortal.endedAt).toBe(endsAt === lives ? undefined : 'append payout');
    rejected.give();
    await Promise.all(advances);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'rejected', created: 0, money: 'back' });
  });
});

describe('INV-P3 INV-P4 INV-P5 INV-P6 after all this', () => {
  it('every payout is safe', async () => expect(await safetyProblems(stage)).toEqual([]));
});
