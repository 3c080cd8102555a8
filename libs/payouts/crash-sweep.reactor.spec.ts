import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { outcomeOf, safetyProblems, type PayoutOutcome } from '#test/support/payout-outcome.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, gateProcess, minute, workerProcess } from '#test/support/stage-processes.js';
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

interface Life {
  readonly calls: number;
  readonly endedAt: string | undefined;
  readonly outcome: PayoutOutcome;
}

/**
 * The life of a payout whose first worker process ends at its n-th call. Whoever comes next knows nothing of it but the
 * log. The approver asks only when it is told to, so that every life goes through the same calls.
 */
async function live(story: readonly object[], endsAt: number, when: 'before' | 'after' = 'before'): Promise<Life> {
  const request = await stage.request();
  const silent = { scenario: 'approver-silent', times: 9 };
  await stage.sandbox.misbehave(request.payoutId, ...story, silent);
  const clock = earlierClock();
  const mortal = new MortalProcess(endsAt, when);
  const { payments, reader } = stage.gateway();
  const ports = { streams: mortal.port(stage.streams), payments: mortal.port(payments), reader: mortal.port(reader) };
  let worker = workerProcess(stage, { clock, gateUrl: gate.url, ...ports });
  for (let looks = 0; looks < 8 && (await outcomeOf(stage, request)).money !== 'gone'; looks++) {
    await worker.advance(request.payoutId).catch((error: unknown) => {
      if (!(error instanceof ProcessEnded)) throw error;
      worker = workerProcess(stage, { clock, gateUrl: gate.url });
    });
    await approverAsks(request);
    clock.advance(minute + 10_000);
  }
  return { calls: mortal.calls, endedAt: mortal.endedAt, outcome: await outcomeOf(stage, request) };
}

async function approverAsks({ payoutId }: PayoutRequest): Promise<void> {
  const created = await stage.sandbox.createdWith(payoutId);
  for (const { id } of created.filter((transaction) => !hasEnded(transaction))) {
    await stage.sandbox.make(id, 'offer');
    await stage.sandbox.until(id, hasEnded);
  }
}

/** One life for each call of the undisturbed one, a few at a time. */
async function sweep(story: readonly object[], when: 'before' | 'after'): Promise<readonly Life[]> {
  const { calls } = await live(story, Number.POSITIVE_INFINITY);
  const lives: Life[] = [];
  for (let from = 1; from <= calls; from += 8) {
    const batch = Array.from({ length: Math.min(8, calls - from + 1) }, (_, index) => from + index);
    lives.push(...(await Promise.all(batch.map((endsAt) => live(story, endsAt, when)))));
  }
  return lives;
}

describe('F3.1 a worker that ends at any of its calls', () => {
  it.each(['before', 'after'] as const)(
    '%s the call: the payout is paid once all the same',
    async (when) => {
      const t = performance.now();
      const lives = await sweep([], when);
      console.log(lives.length, performance.now() - t, lives.map((l) => l.endedAt).join());
      for (const { endedAt, outcome } of lives)
        expect({ endedAt, ...outcome }).toEqual({
          endedAt: expect.any(String),
          ended: 'settled',
          attempts: expect.any(Number),
          created: 1,
          broadcast: 1,
          money: 'gone',
        });
    },
    60_000,
  );
  it('x', async () => expect(await safetyProblems(stage)).toEqual([]));
});
void gateProcess;
