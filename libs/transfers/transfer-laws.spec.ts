import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { openingFunds, PayoutStage } from '#test/support/payout-stage.js';
import { scaled } from '#test/support/scale.js';
import { earlierClock } from '#test/support/stage-processes.js';
import { endOfTransfer, requestTransfer, transferBalances, transferProcess } from '#test/support/transfer-stage.js';
import { accountStream } from '../ledger/account.codec.js';
import { PayoutFees } from '../payouts/payout-fees.reactor.js';
import { Accounts } from '../ledger/accounts.js';
import { HoldFunds } from '../payouts/hold-funds.reactor.js';
import { payoutCodec, payoutStream } from '../payouts/payout.codec.js';
import type { PayoutEvent } from '../payouts/payout.events.js';
import { bound, declined, released, settled, started } from '../payouts/payout.fixtures.js';
import { PayoutStreams } from '../payouts/payout-streams.js';
import type { TransferRequest } from './transfer.events.js';
import { legOf } from './transfer.js';

let stage: PayoutStage;
beforeAll(async () => {
  stage = await PayoutStage.start();
});
afterAll(async () => stage.stop());

/** What becomes of a leg once its money is held. */
const legs = {
  settled: [started(), bound(), settled],
  released: [started(), declined, released('declined-by-provider', 'no such address')],
} as const satisfies Record<string, readonly PayoutEvent[]>;

const metadata = { correlationId: 'spec', causationId: 'spec', actor: 'spec' };

/** One transfer, its worker, and what carries its leg on. */
class Life {
  private told = 0;
  private readonly clock = earlierClock();
  private readonly payouts = new PayoutStreams(stage.aggregates(), 'worker');
  private readonly store = stage.aggregates();
  private readonly accounts = new Accounts(this.store, 'worker');
  private readonly fees = new PayoutFees(this.store, this.accounts, this.clock);
  private readonly funds = new HoldFunds(this.payouts, this.accounts, this.fees, this.clock);

  constructor(
    readonly request: TransferRequest,
    private readonly leg: readonly PayoutEvent[],
  ) {}

  /** A worker that ends before or after one of its calls, the first of which has number 1. */
  async advance(at: number, when: 'before' | 'after'): Promise<void> {
    const streams = new MortalProcess(at, when).port(stage.streams);
    const worker = transferProcess(stage, { streams, clock: this.clock });
    await worker.advance(this.request.transferId).catch((error: unknown) => {
      if (!(error instanceof ProcessEnded)) throw error;
    });
  }

  async advanceTwice(): Promise<void> {
    const never = Number.POSITIVE_INFINITY;
    await Promise.all([this.advance(never, 'before'), this.advance(never, 'before')]);
  }

  /** The payouts' worker: the leg's next fact, or what its end does to its money. */
  async carryLegOn(): Promise<void> {
    const payoutId = legOf(this.request.transferId);
    const leg = await this.payouts.load(payoutId);
    if (leg.status === 'requested') return this.funds.reserve(leg.request);
    if (leg.status === 'settled') return this.funds.capture(leg);
    if (leg.status === 'released') return this.funds.release(leg.request, 'released');
    const next = this.leg[this.told];
    if (leg.status === 'absent' || next === undefined) return;
    this.told += 1;
    const { type, data } = payoutCodec.encode(next);
    const streamName = payoutStream(payoutId);
    const { revision } = await stage.streams.read(streamName);
    await stage.streams.append(streamName, revision, [
      { id: randomUUID(), type, data: { ...data, payoutId }, metadata },
    ]);
  }

  async look() {
    const { fromWalletId, toWalletId, amount } = this.request;
    const countOf = async (walletId: string, type: string) =>
      (await stage.facts(accountStream(walletId, amount.asset))).filter((fact) => fact.type.startsWith(type)).length;
    const balances = await transferBalances(stage, this.request);
    return {
      end: (await endOfTransfer(stage, this.request)).at(-1),
      balances,
      transit: balances['transit'] ?? 0n,
      captures: await countOf(fromWalletId, 'HoldCaptured'),
      credited: await countOf(toWalletId, 'AccountCredited'),
    };
  }
}

type Step = (life: Life) => Promise<void>;
const when = fc.constantFrom('before' as const, 'after' as const);
const dying = fc.tuple(fc.integer({ min: 1, max: 12 }), when).map(
  ([at, moment]): Step =>
    (life) =>
      life.advance(at, moment),
);
const whole = fc.constantFrom<Step>(
  (life) => life.advanceTwice(),
  (life) => life.carryLegOn(),
);
const steps = fc.array(fc.oneof({ weight: 1, arbitrary: dying }, { weight: 2, arbitrary: whole }), { maxLength: 16 });

/** Placed, then held, started, bound, settled and captured: its money is in transit. */
const captured: Step[] = [
  (life) => life.advanceTwice(),
  ...Array.from({ length: 5 }, (): Step => (life) => life.carryLegOn()),
];

/** What was captured and not credited is in transit, and nothing else; it is credited once, and never out of nothing. */
async function checkLaw(life: Life): Promise<string | undefined> {
  const { end, transit, captures, credited } = await life.look();
  expect(credited).toBeLessThanOrEqual(captures);
  expect(captures).toBeLessThanOrEqual(1);
  expect(transit).toBe(BigInt(captures - credited) * life.request.amount.minor);
  if (end === 'TransferCompleted') expect([transit, captures, credited]).toEqual([0n, 1, 1]);
  if (end === 'TransferFailed') expect([transit, captures, credited]).toEqual([0n, 0, 0]);
  return end;
}

async function playToTheEnd(life: Life, taken: readonly Step[]): Promise<void> {
  for (const step of taken) {
    await step(life);
    await checkLaw(life);
  }
  for (let rounds = 0; rounds < 6; rounds++) {
    await life.advanceTwice();
    await life.carryLegOn();
  }
}

describe('IN-11 INV-L3 whoever carries a transfer on, in whatever order, wherever they end', () => {
  it(
    'what settled arrives once, and only then is nothing in transit',
    async () => {
      let wasInTransit = false;
      await fc.assert(
        fc.asyncProperty(steps, async (taken) => {
          const life = new Life(await requestTransfer(stage), legs.settled);
          const looking = async () => void (wasInTransit ||= (await life.look()).transit > 0n);
          await playToTheEnd(life, [...taken, looking]);
          expect(await checkLaw(life)).toBe('TransferCompleted');
          const { minor } = life.request.amount;
          expect((await life.look()).balances).toEqual({
            'external:tron': -openingFunds,
            'wallet:master:available': openingFunds - minor,
            'wallet:operator:available': minor,
          });
        }),
        { numRuns: scaled(6), seed: 20_260_105, examples: [[captured]] },
      );
      expect(wasInTransit).toBe(true);
    },
    scaled(120_000),
  );

  it(
    'what was released is back, and was never in transit',
    async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (taken) => {
          const life = new Life(await requestTransfer(stage), legs.released);
          await playToTheEnd(life, taken);
          expect(await checkLaw(life)).toBe('TransferFailed');
          const { balances } = await life.look();
          expect(balances).toEqual({ 'external:tron': -openingFunds, 'wallet:master:available': openingFunds });
        }),
        { numRuns: scaled(4), seed: 20_260_106 },
      );
    },
    scaled(120_000),
  );
});
