import fc from 'fast-check';
import type { Step } from '../decider/laws.fixtures.js';
import { money } from '../money/money.js';
import type { ObservedTransaction } from './observed-transaction.js';
import type { PayoutCommand } from './payout.commands.js';
import { at, request, usdt } from './payout.fixtures.js';
import * as example from './payout-commands.fixtures.js';

/** What a step is made from: everything that the world may vary, whether or not the command needs it. */
interface Draw {
  readonly type: PayoutCommand['type'];
  readonly actor: number;
  readonly looks: boolean;
  readonly minutes: number;
  /** Counted back from the latest attempt of the opening. */
  readonly attemptsBack: number;
  readonly providerId: string;
  readonly flaw: keyof typeof flaws;
  readonly gateHealthy: boolean;
  readonly word: string;
  readonly paid: boolean;
}

const flaws = {
  none: {},
  amount: { amount: money(usdt, 12_500_001n) },
  asset: { amount: money({ ...usdt, chain: 'ethereum' }, request.amount.minor) },
  wallet: { providerWalletId: 'provider-wallet-2' },
  destination: { destination: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' },
  tooEarly: { createdAt: at(-60) },
} satisfies Record<string, Partial<ObservedTransaction>>;

const everyType = Object.keys(example.payoutCommands) as PayoutCommand['type'][];
/** These come up more often, so that the runs get far. */
const frequent = [
  ...(['StartAttempt', 'StartAttempt', 'RecordUnknown', 'RecordBlocked', 'ResumePayout'] as const),
  ...(['RecordAccepted', 'BindTransaction', 'RecordSettled'] as const),
];

const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.record({
    type: fc.oneof(fc.constantFrom(...everyType), fc.constantFrom(...frequent)),
    actor: fc.integer({ min: 0, max: 1 }),
    looks: fc.boolean(),
    minutes: fc.integer({ min: 0, max: 40 }),
    attemptsBack: fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) },
    ),
    providerId: fc.constantFrom('tx-1', 'tx-1', 'tx-2', 'tx-3'),
    flaw: fc.oneof(
      { weight: 5, arbitrary: fc.constant('none' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(flaws) as (keyof typeof flaws)[])) },
    ),
    gateHealthy: fc.boolean(),
    word: fc.constantFrom('ann', 'bob', ''),
    paid: fc.boolean(),
  }),
  { maxLength: 30, size: 'max' },
);

/** How many attempts have ended unknown before anything may happen; -1: it was only requested, -2: nothing was. */
const unknownsBefore = fc.integer({ min: -2, max: 5 });

/** Any interleaving of the commands of two actors: duplicates, late answers, callbacks for several transactions. */
export const payoutSteps: fc.Arbitrary<readonly Step<PayoutCommand>[]> = fc
  .tuple(unknownsBefore, draws)
  .map(([unknowns, drawn]) => {
    let minute = 10;
    return [
      ...opening(unknowns).map((command) => ({ actor: 0, looks: true, command })),
      ...drawn.map((draw) => {
        minute += draw.minutes;
        const attempt = Math.max(1, unknowns + 1 - draw.attemptsBack);
        return { actor: draw.actor, looks: draw.looks, command: commandOf(draw, attempt, at(minute)) };
      }),
    ];
  });

function opening(unknowns: number): readonly PayoutCommand[] {
  if (unknowns < 0) return unknowns === -1 ? [example.requestPayout] : [];
  const attempts = Array.from({ length: unknowns }, (_, index) => [
    example.startAttempt('canary passed'),
    example.recordUnknown(index + 1),
  ]);
  return [example.requestPayout, example.reserveFunds, ...attempts.flat(), example.startAttempt('canary passed')];
}

function commandOf(draw: Draw, attempt: number, now: Date): PayoutCommand {
  const command = example.payoutCommands[draw.type];
  const { providerId, word, paid } = draw;
  switch (command.type) {
    case 'RequestPayout':
      return { ...command, data: { ...request, requestHash: paid ? request.requestHash : 'b2'.repeat(32) } };
    case 'StartAttempt':
      return {
        ...command,
        data: { ...command.data, now, gateEvidence: draw.gateHealthy ? 'canary passed' : undefined },
      };
    case 'RecordAccepted':
      return { ...command, data: { ...command.data, now, attempt, providerId } };
    case 'RecordDeclined':
    case 'RecordBlocked':
    case 'RecordUnknown':
      return { ...command, data: { ...command.data, now, attempt } } as PayoutCommand;
    case 'BindTransaction':
      return { ...command, data: { ...command.data, now, attempt, observed: observedOf(draw, now) } };
    case 'RecordSettled':
      return { ...command, data: { ...command.data, now, observed: observedOf(draw, now) } };
    case 'RecordBroadcast':
      return { ...command, data: { now, providerId, transactionHash: `hash-${word}` } };
    case 'RecordProviderFailed':
      return { ...command, data: { ...command.data, now, providerId, providerStatus: `Failed ${word}` } };
    case 'ResolveOutcome':
      return { ...command, data: { ...command.data, ...resolutionOf(draw), now } };
    default:
      return { ...command, data: { ...command.data, now } } as PayoutCommand;
  }
}

function observedOf({ providerId, flaw }: Draw, now: Date): ObservedTransaction {
  return example.observed(providerId, { createdAt: now, ...flaws[flaw] });
}

function resolutionOf({ providerId, word, paid, gateHealthy }: Draw) {
  return {
    outcome: paid ? ('paid' as const) : ('not-paid' as const),
    providerId: paid ? providerId : undefined,
    resolvedBy: 'ann',
    approvedBy: word,
    evidence: gateHealthy ? 'statement' : ' ',
  };
}
