import { covers, isPositive, subtract, type Money } from '../money/money.js';

/** An amount in two parts: what there is cover for, and what is short; a part of nothing is left out. */
export interface Split {
  readonly covered?: Money;
  readonly shortfall?: Money;
}

export function splitByCover(amount: Money, cover: Money): Split {
  if (covers(cover, amount)) return { covered: amount };
  if (!isPositive(cover)) return { shortfall: amount };
  return { covered: cover, shortfall: subtract(amount, cover) };
}
