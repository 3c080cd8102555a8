import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endsAmong, MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, minute } from '#test/support/stage-processes.js';
import { openingFunds, requestSwap, swapBalances, swapFacts, swapProcess } from '#test/support/swap-stage.js';
import type { SwapRequest } from './swap.events.js';

let stage: PayoutStage;
let gate: StageGate;

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
  await stage.sandbox.change({ networkFees: { TRON: '1.4' } });
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

/** A worker that ends at its n-th call to the outside; others, who do not, carry on after it. */
async function life(endsAt: number) {
  const request = await requestSwap(stage);
  const clock = earlierClock();
  const mortal = new MortalProcess(endsAt, 'after');
  const { payments, reader } = stage.usualGateway;
  const ports = { streams: mortal.port(stage.streams), payments: mortal.port(payments), reader: mortal.port(reader) };
  let worker = swapProcess(stage, { clock, gateUrl: gate.url, ...ports });
  for (let looks = 0; looks < 8 && (await swapFacts(stage, request)).at(-1) !== 'SwapClosed'; looks++) {
    try {
      await worker.advance(request.swapId);
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error;
      worker = swapProcess(stage, { clock, gateUrl: gate.url });
    }
    for (const { id } of await stage.sandbox.createdWith(request.swapId)) await stage.sandbox.until(id, hasEnded);
    clock.advance(minute + 10_000);
  }
  return { request, endedAt: mortal.endedAt, calls: mortal.calls };
}

async function swappedOnce(request: SwapRequest) {
  const { minor } = request.amount;
  expect(await swapFacts(stage, request)).toEqual(expect.arrayContaining(['SwapSettled', 'SwapClosed']));
  expect(await swapBalances(stage, request)).toEqual({
    'external:tron TRX': -openingFunds,
    'external:tron USDT': -openingFunds,
    'fees:network TRX': 1_400_000n,
    'swap USDC': -minor,
    'swap USDT': minor,
    'wallet:available TRX': openingFunds - 1_400_000n,
    'wallet:available USDC': minor,
    'wallet:available USDT': openingFunds - minor,
  });
  const broadcasts = (await stage.sandbox.broadcasts()).filter(({ note }) => note?.includes(request.swapId));
  expect(broadcasts).toHaveLength(1);
}

describe('IN-13 F3.1 a worker that ends anywhere in a swap', () => {
  // To have ended before a call is to have ended after the one before it.
  it('after any of its calls: swapped once, booked once', async () => {
    const undisturbed = await life(Number.POSITIVE_INFINITY);
    await swappedOnce(undisturbed.request);
    const ends: (string | undefined)[] = [];
    for (const endsAt of endsAmong(undisturbed.calls)) {
      const { request, endedAt } = await life(endsAt);
      await swappedOnce(request);
      ends.push(endedAt);
    }
    expect(ends).toEqual(expect.arrayContaining(['append swap', 'append account', 'createSwap', 'pullTransaction']));
  }, 240_000);
});
