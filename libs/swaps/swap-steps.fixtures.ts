import * as fc from 'fast-check';
import type { Step } from '../decider/laws.fixtures.js';
import { money } from '../money/money.js';
import type { ObservedSwap } from './observed-swap.js';
import type { SwapCommand } from './swap.commands.js';
import { at, request, usdc, usdt } from './swap.fixtures.js';
import * as example from './swap-commands.fixtures.js';

interface Draw {
  readonly actor: number;
  readonly looks: boolean;
  /** Counted back from the latest attempt of the opening. */
  readonly attemptsBack: number;
  readonly providerId: string;
  readonly flaw: Partial<ObservedSwap>;
  readonly healthy: boolean;
  readonly word: string;
  /** What came out, in millionths. */
  readonly out: bigint;
  readonly command: keyof typeof commandOf;
}

const flaws: readonly Partial<ObservedSwap>[] = [
  { amount: money(usdt, 100_000_001n) },
  { amount: money(usdc, 100_000_000n) },
  { toToken: 'TRX' },
  { providerWalletId: 'provider-wallet-2' },
  { createdAt: at(-60) },
];

/** The command that a draw makes. */
const commandOf = {
  request: ({ healthy }: Draw) => ({
    ...example.requestSwap,
    data: { ...request, requestHash: healthy ? request.requestHash : 'b2'.repeat(32) },
  }),
  reserve: () => example.reserveFunds,
  reject: () => example.rejectForFunds,
  start: ({ healthy }: Draw) => example.startAttempt(healthy ? 'canary passed' : undefined),
  accepted: ({ providerId }: Draw, attempt: number) => example.recordAccepted(attempt, providerId),
  declined: ({ word }: Draw, attempt: number) => example.recordDeclined(attempt, word),
  blocked: ({ word }: Draw, attempt: number) => example.recordBlocked(attempt, word),
  unknown: (_: Draw, attempt: number) => example.recordUnknown(attempt),
  bind: ({ providerId, flaw }: Draw, attempt: number) => example.bindTransaction(providerId, flaw, attempt),
  broadcast: ({ providerId, word }: Draw) => example.recordBroadcast(`hash-${word}`, providerId),
  settled: ({ providerId, flaw, out, healthy }: Draw) =>
    example.recordSettled({
      observed: example.observed(providerId, flaw),
      output: out < 0n ? undefined : money(usdc, out),
      ...(!healthy && { fee: undefined }),
    }),
  failed: ({ providerId, word }: Draw) => example.recordFailed(providerId, `Failed ${word}`),
  close: () => example.closeSwap,
  review: () => example.requireReview(),
  resume: ({ word }: Draw) => ({ ...example.resumeSwap, data: { ...example.resumeSwap.data, reason: word } }),
  resolve: ({ providerId, word, healthy, out }: Draw) =>
    example.resolveOutcome(out > 0n ? 'swapped' : 'not-swapped', {
      ...(out > 0n && { providerId }),
      approvedBy: word,
      evidence: healthy ? 'statement' : ' ',
    }),
} satisfies Record<string, (draw: Draw, attempt: number) => SwapCommand>;

const kinds = Object.keys(commandOf) as (keyof typeof commandOf)[];
/** These come up more often, so that the runs get far. */
const frequent = ['start', 'unknown', 'blocked', 'resume', 'accepted', 'bind', 'bind', 'settled', 'settled'] as const;

const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.record({
    actor: fc.integer({ min: 0, max: 1 }),
    looks: fc.boolean(),
    attemptsBack: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 2 })),
    providerId: fc.constantFrom('tx-1', 'tx-1', 'tx-2'),
    flaw: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom(...flaws) }),
    healthy: fc.boolean(),
    word: fc.constantFrom('ann', 'bob', ''),
    out: fc.constantFrom(-1n, 0n, 99_800_000n, 99_400_499n, 99_400_500n, 120_000_000n),
    command: fc.oneof(fc.constantFrom(...kinds), fc.constantFrom(...frequent)),
  }),
  { maxLength: 30, size: 'max' },
);

/** Any interleaving of the commands of two actors: duplicates, late answers, callbacks for several transactions. */
export const swapSteps: fc.Arbitrary<readonly Step<SwapCommand>[]> = fc
  .tuple(fc.integer({ min: -2, max: 5 }), draws)
  .map(([unknowns, drawn]) => [
    ...opening(unknowns).map((command) => ({ actor: 0, looks: true, command })),
    ...drawn.map((draw) => {
      const attempt = Math.max(1, unknowns + 1 - draw.attemptsBack);
      return { actor: draw.actor, looks: draw.looks, command: commandOf[draw.command](draw, attempt) };
    }),
  ]);

/** `unknowns` attempts that ended unknown, and one that is pending; -1: it was only requested, -2: nothing was. */
function opening(unknowns: number): readonly SwapCommand[] {
  if (unknowns < 0) return unknowns === -1 ? [example.requestSwap] : [];
  const attempts = Array.from({ length: unknowns }, (_, index) => [
    example.startAttempt('canary passed'),
    example.recordUnknown(index + 1),
  ]);
  return [example.requestSwap, example.reserveFunds, ...attempts.flat(), example.startAttempt('canary passed')];
}
