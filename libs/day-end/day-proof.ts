import type { AccountEvent } from '../ledger/account.events.js';
import type { AccountName } from '../ledger/account-name.js';
import { compareTexts } from '../ledger/text-order.js';
import { assetId, type AssetId } from '../money/asset.js';
import type { ProviderEffect } from './provider-references.js';

/** What a movement did to the wallets in one asset: according to the books, and to the provider's transactions. */
export interface ProofLine {
  readonly cause: string;
  readonly asset: AssetId;
  /** What the movement cost, apart from what it moved. */
  readonly isFee: boolean;
  booked: bigint;
  referenced: bigint;
  /** The last events of either side: `stream@revision`. */
  bookedBy?: string | undefined;
  referencedBy?: string | undefined;
  /** Why it was booked, in the words of the account. */
  reason?: string | undefined;
  providerId?: string | undefined;
  transactionHash?: string | undefined;
}

/** Why books and provider differ on a day. `unexplained`: nobody can say yet, so a person has to look. */
export type DifferenceKind =
  | 'ended-on-another-day'
  | 'booked-on-another-day'
  | 'not-ended-yet'
  | 'fee-of-a-transaction'
  | 'without-a-transaction'
  | 'unexplained';

export interface ProofDifference extends Readonly<ProofLine> {
  readonly kind: DifferenceKind;
  readonly explanation: string;
}

export interface ProofTotal {
  readonly asset: AssetId;
  readonly booked: bigint;
  readonly referenced: bigint;
  /** Of the difference between both, what the listed differences explain. */
  readonly explained: bigint;
  /** Movements that are equal on both sides. */
  readonly tied: number;
}

export interface DayProof {
  readonly totals: readonly ProofTotal[];
  readonly tied: readonly Readonly<ProofLine>[];
  readonly differences: readonly ProofDifference[];
}

const inside = /^(?:wallet|suspense|receivable):/;

/** Sums of both sides, by movement and asset. */
export class ProofLines {
  private readonly lines = new Map<string, ProofLine>();

  /** What went over the border of the wallets: out to chains, fees, swaps and transit, or in from there. */
  book(cause: string, event: string, { type, data }: AccountEvent): void {
    for (const { from, to, amount } of data.postings) {
      const sign = change(from, to);
      if (sign === 0n) continue;
      const isFee = from.startsWith('fees:') || to.startsWith('fees:');
      const line = this.of(cause, assetId(amount.asset), isFee);
      line.booked += sign * amount.minor;
      line.bookedBy = event;
      line.reason = 'reason' in data && type !== 'IncomingCancelled' ? data.reason : type;
    }
  }

  reference(event: string, { cause, asset, isFee, minor, providerId, transactionHash }: ProviderEffect): void {
    const line = this.of(cause, asset, isFee);
    line.referenced += minor;
    line.referencedBy = event;
    line.providerId = providerId;
    line.transactionHash = transactionHash;
  }

  /** The line of the same movement, asset and kind. */
  alike(line: Readonly<ProofLine>): Readonly<ProofLine> | undefined {
    return this.lines.get(keyOf(line));
  }

  all(): readonly Readonly<ProofLine>[] {
    return [...this.lines.values()].toSorted(
      (a, b) => compareTexts(a.asset, b.asset) || compareTexts(a.cause, b.cause),
    );
  }

  /** The movements in which both sides differ. */
  differing(): ReadonlySet<string> {
    return new Set([...this.lines.values()].filter(isDifferent).map(({ cause }) => cause));
  }

  private of(cause: string, asset: AssetId, isFee: boolean): ProofLine {
    const fresh: ProofLine = { cause, asset, isFee, booked: 0n, referenced: 0n };
    const line = this.lines.get(keyOf(fresh)) ?? fresh;
    this.lines.set(keyOf(line), line);
    return line;
  }
}

function keyOf({ cause, asset, isFee }: Readonly<ProofLine>): string {
  return `${cause} ${asset} ${isFee}`;
}

function change(from: AccountName, to: AccountName): bigint {
  return (inside.test(to) ? 1n : 0n) - (inside.test(from) ? 1n : 0n);
}

function isDifferent({ booked, referenced }: Readonly<ProofLine>): boolean {
  return booked !== referenced;
}

/** The provider's transaction of a movement, as far as it is known. */
export type BoundTo = (cause: string) => string | undefined;

/**
 * Ties what was booked on a day to the transactions of the provider that ended on it (RS-03), and explains each
 * difference by what stands in the log before and after that day.
 */
export function dayProof(day: ProofLines, others: ProofLines, boundTo: BoundTo): DayProof {
  const lines = day.all();
  const differences = lines.filter(isDifferent).map((line) => explained(line, others.alike(line), boundTo(line.cause)));
  return { totals: totalsOf(lines, differences), tied: lines.filter((line) => !isDifferent(line)), differences };
}

function explained(
  line: Readonly<ProofLine>,
  other: Readonly<ProofLine> | undefined,
  bound: string | undefined,
): ProofDifference {
  const providerId = line.providerId ?? other?.providerId ?? bound;
  const as = (kind: DifferenceKind, explanation: string): ProofDifference => ({
    ...line,
    providerId,
    kind,
    explanation,
  });
  const [booked, referenced] = [line.booked + (other?.booked ?? 0n), line.referenced + (other?.referenced ?? 0n)];
  if (booked === referenced)
    return line.referenced === 0n && other?.referencedBy !== undefined
      ? as('ended-on-another-day', `its transaction ended with ${other.referencedBy}`)
      : as('booked-on-another-day', `booked by ${other?.bookedBy ?? line.bookedBy}`);
  if (providerId === undefined) return as('without-a-transaction', `${line.reason}, booked by ${line.bookedBy}`);
  if (referenced === 0n && line.isFee) return as('fee-of-a-transaction', `${line.reason}, booked by ${line.bookedBy}`);
  if (referenced === 0n) return as('not-ended-yet', `booked by ${line.bookedBy}; its transaction has not ended`);
  return as('unexplained', `all in all ${booked} is booked and ${referenced} was moved, in minor units`);
}

function totalsOf(
  lines: readonly Readonly<ProofLine>[],
  differences: readonly ProofDifference[],
): readonly ProofTotal[] {
  const totals = new Map<AssetId, { booked: bigint; referenced: bigint; explained: bigint; tied: number }>();
  for (const line of lines) {
    const total = totals.get(line.asset) ?? { booked: 0n, referenced: 0n, explained: 0n, tied: 0 };
    total.booked += line.booked;
    total.referenced += line.referenced;
    total.tied += isDifferent(line) ? 0 : 1;
    totals.set(line.asset, total);
  }
  for (const { asset, kind, booked, referenced } of differences) {
    const total = totals.get(asset);
    if (total && kind !== 'unexplained') total.explained += booked - referenced;
  }
  return [...totals].map(([asset, total]) => ({ asset, ...total }));
}
