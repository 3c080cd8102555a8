import { covers, isPositive, type Money } from '../money/money.js';

/** What one of the sources has in our books. */
export interface SweepSource {
  readonly walletId: string;
  readonly operatorId: string;
  readonly available: Money;
}

type Part = Omit<SweepSource, 'available'> & { readonly amount: Money };

/**
 * How much each source gave: the provider tells the sum alone. One source gave all of it; of several, each gave all that
 * it had, which has to add up exactly. Undefined where the books do not explain the amount: nothing is guessed.
 */
export function sweptParts(amount: Money, sources: readonly SweepSource[]): readonly Part[] | undefined {
  const [only, ...others] = sources;
  if (only && others.length === 0) return covers(only.available, amount) ? [partOf(only, amount)] : undefined;
  const parts = sources.filter(({ available }) => isPositive(available)).map((each) => partOf(each, each.available));
  const sum = parts.reduce((total, part) => total + part.amount.minor, 0n);
  return isPositive(amount) && sum === amount.minor ? parts : undefined;
}

function partOf({ walletId, operatorId }: SweepSource, amount: Money): Part {
  return { walletId, operatorId, amount };
}
