import { parseAmount, type AmountProblem } from '#libs/money/amount-text.js';
import type { Asset } from '#libs/money/asset.js';
import { isPositive, type Money } from '#libs/money/money.js';
import { unprocessable } from '../problems/api-problem.js';

const amountProblems: Readonly<Record<AmountProblem | 'not-positive', string>> = {
  'not-a-decimal': 'is not a plain decimal such as "12.50"',
  'too-many-decimals': 'has more decimals than the asset',
  'too-large': 'is too large',
  'not-positive': 'has to be more than zero',
};

/** @throws ApiProblem `invalid_amount` */
export function payableAmount(text: string, asset: Asset, field = 'amount'): Money {
  const amount = parseAmount(text, asset);
  if (!amount.ok) throw unprocessable('invalid_amount', field, amountProblems[amount.problem]);
  if (!isPositive(amount.money)) throw unprocessable('invalid_amount', field, amountProblems['not-positive']);
  return amount.money;
}
