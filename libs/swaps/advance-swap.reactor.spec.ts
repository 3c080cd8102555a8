import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded, type SandboxTransaction } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, minute } from '#test/support/stage-processes.js';
import {
  openingFunds,
  operation,
  requestSwap,
  sumsByAsset,
  swapBalances,
  swapFacts,
  swapProcess,
  usdc,
  usdt,
} from '#test/support/swap-stage.js';
import { money } from '../money/money.js';
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

/** Looks at a swap again and again while time passes, each time in a new process, until its facts end with one of these. */
async function carried(request: SwapRequest, ...ends: readonly string[]): Promise<readonly string[]> {
  const clock = earlierClock();
  for (let looks = 0; looks < 8; looks++) {
    await swapProcess(stage, { clock, gateUrl: gate.url }).advance(request.swapId);
    for (const { id } of await stage.sandbox.createdWith(request.swapId)) await stage.sandbox.until(id, hasEnded);
    const facts = await swapFacts(stage, request);
    if (ends.includes(facts.at(-1) ?? '')) return facts;
    clock.advance(minute + 10_000);
  }
  return swapFacts(stage, request);
}

/** What one completed swap leaves behind, with an output of so much. */
function swapped({ amount }: SwapRequest, output = amount.minor) {
  return {
    'external:tron TRX': -openingFunds,
    'external:tron USDT': -openingFunds,
    'fees:network TRX': 1_400_000n,
    'swap USDC': -output,
    'swap USDT': amount.minor,
    'wallet:available TRX': openingFunds - 1_400_000n,
    'wallet:available USDC': output,
    'wallet:available USDT': openingFunds - amount.minor,
  };
}

const untouched = {
  'external:tron TRX': -openingFunds,
  'external:tron USDT': -openingFunds,
  'wallet:available TRX': openingFunds,
  'wallet:available USDT': openingFunds,
};

async function verdictsOf({ swapId }: SwapRequest): Promise<readonly (readonly boolean[])[]> {
  return (await stage.sandbox.createdWith(swapId)).map(({ verdicts }: SandboxTransaction) => verdicts);
}

describe('IN-13 a swap on a good day', () => {
  it('INV-L3 ends with three assets that balance, its fee paid in the native coin', async () => {
    const request = await requestSwap(stage);
    const facts = await carried(request, 'SwapClosed');
    expect(facts.slice(0, 3)).toEqual(['SwapRequested', 'SwapFundsReserved', 'SwapAttemptStarted']);
    expect(facts.slice(-2)).toEqual(['SwapSettled', 'SwapClosed']);
    const balances = await swapBalances(stage, request);
    expect(balances).toEqual(swapped(request));
    expect(sumsByAsset(balances)).toEqual({ USDT: 0n, USDC: 0n, TRX: 0n });
    expect(await verdictsOf(request)).toEqual([[true]]);
  });

  it('may be looked at again at any time: nothing more happens', async () => {
    const request = await requestSwap(stage);
    const facts = await carried(request, 'SwapClosed');
    await Promise.all([carried(request, 'SwapClosed'), carried(request, 'SwapClosed')]);
    expect(await swapFacts(stage, request)).toEqual(facts);
    expect(await swapBalances(stage, request)).toEqual(swapped(request));
  });

  it('is rejected when the wallet does not have the money', async () => {
    const request = await requestSwap(stage, {}, 1_000_000n);
    expect(await carried(request, 'SwapRejected')).toEqual(['SwapRequested', 'SwapRejected']);
    expect(await stage.sandbox.createdWith(request.swapId)).toEqual([]);
  });

  it('F3.10 is made once by two workers at once', async () => {
    const request = await requestSwap(stage);
    await Promise.all([carried(request, 'SwapClosed'), carried(request, 'SwapClosed')]);
    expect(await verdictsOf(request)).toEqual([[true]]);
    expect(await swapBalances(stage, request)).toEqual(swapped(request));
  });
});

describe('IN-13 a swap whose answer is lost', () => {
  it('F3.2 before it was accepted: is asked for again', async () => {
    const request = await requestSwap(stage);
    await stage.sandbox.misbehave(request.swapId, { scenario: 'lose-response-before-acceptance', operation });
    const facts = await carried(request, 'SwapClosed');
    expect(facts.filter((type) => type === 'SwapAttemptStarted')).toHaveLength(2);
    expect(facts).toContain('SwapOutcomeUnknown');
    expect(await verdictsOf(request)).toEqual([[true]]);
    expect(await swapBalances(stage, request)).toEqual(swapped(request));
  });

  it('F3.2 after it was accepted: the gate has bound it, and it is not asked for again', async () => {
    const request = await requestSwap(stage);
    await stage.sandbox.misbehave(request.swapId, { scenario: 'lose-response-after-acceptance', operation });
    const facts = await carried(request, 'SwapClosed');
    expect(facts.filter((type) => type === 'SwapAttemptStarted')).toHaveLength(1);
    expect(await verdictsOf(request)).toEqual([[true]]);
    expect(await swapBalances(stage, request)).toEqual(swapped(request));
  });

  it('INV-P4 F4.3 made twice by one request: the second is refused at the gate', async () => {
    const request = await requestSwap(stage);
    await stage.sandbox.misbehave(request.swapId, { scenario: 'duplicate-create', operation });
    const facts = await carried(request, 'SwapClosed');
    expect(new Set(await verdictsOf(request))).toEqual(new Set([[true], [false]]));
    expect(facts.filter((type) => type === 'SwapBound')).toHaveLength(1);
    expect(await swapBalances(stage, request)).toEqual(swapped(request));
  });
});

describe('IN-13 a swap that does not happen', () => {
  it.each([
    ['declined', { scenario: 'decline', message: 'Insufficient funds' }],
    ['failed before the chain', { scenario: 'fail' }],
  ])('%s: the money is available again', async (_, scenario) => {
    const request = await requestSwap(stage);
    await stage.sandbox.misbehave(request.swapId, { ...scenario, operation });
    expect((await carried(request, 'SwapClosed')).slice(-2)).toEqual(['SwapReleased', 'SwapClosed']);
    expect(await swapBalances(stage, request)).toEqual(untouched);
  });

  it('FR-03 is kept for people when access is refused', async () => {
    const request = await requestSwap(stage);
    await stage.sandbox.misbehave(request.swapId, { scenario: 'http-403', operation });
    expect((await carried(request, 'SwapReviewRequired')).at(-1)).toBe('SwapReviewRequired');
    expect(await swapBalances(stage, request)).toMatchObject({ 'wallet:reserved USDT': request.amount.minor });
  });
});

describe('IN-27 a swap at a worse price than quoted', () => {
  it('is booked as it came out, and a person is called', async () => {
    const minor = 10_000_000n;
    const quoted = { expectedOutput: money(usdc, minor), slippageBpsMax: 100 };
    const request = await requestSwap(stage, { ...quoted, amount: money(usdt, minor) });
    await stage.sandbox.misbehave(request.swapId, { scenario: 'swap-slippage', output: '9.85', operation });
    expect((await carried(request, 'SwapClosed')).slice(-3)).toEqual([
      'SwapSettled',
      'SwapReviewRequired',
      'SwapClosed',
    ]);
    const [settled, review] = (await stage.facts(`swap-${request.swapId}`)).slice(-3);
    expect(settled?.data).toMatchObject({ quote: { slippageBps: '150' } });
    expect(review?.data).toMatchObject({ reason: 'slippage-exceeded' });
    expect(await swapBalances(stage, request)).toEqual(swapped(request, 9_850_000n));
  });
});
