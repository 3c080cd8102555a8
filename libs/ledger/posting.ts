import { z } from 'zod';
import { moneyField } from '../money/money.codec.js';
import { isPositive, type Money } from '../money/money.js';
import type { AccountName } from './account-name.js';

/**
 * Money moved from one account to another. Both sides are one value, so an unbalanced entry cannot be written (INV-L1).
 */
export interface Posting {
  readonly from: AccountName;
  readonly to: AccountName;
  readonly amount: Money;
}

/** @throws RangeError when the amount is not positive or both sides are the same account: a defect of ours. */
export function posting(from: AccountName, to: AccountName, amount: Money): Posting {
  if (!isPositive(amount)) throw new RangeError(`A posting moves a positive amount, not ${amount.minor}`);
  if (from === to) throw new RangeError(`A posting moves between two accounts, not from ${from} to itself`);
  return { from, to, amount };
}

const accountName =
  /^(?:wallet:[\w.-]+:(?:available|reserved|incoming)|(?:external|fees|transit|swap|suspense|receivable):[\w.-]+)$/;
const accountNameField = z.custom<AccountName>((value) => typeof value === 'string' && accountName.test(value));

/** Postings in a stored event. */
export const postingsField = z.array(
  z.strictObject({ from: accountNameField, to: accountNameField, amount: moneyField }),
);
