import type { DepositReviewReason, QuarantineReason } from '#libs/deposits/deposit.events.js';
import type { OrderReviewReason } from '#libs/deposits/order.events.js';
import { terminalStatuses } from '#libs/deposits/terminal-status.js';

/** `GenerateAddressFailed` is `generate_address_failed`. */
export function providerStatus(status: string): string {
  return status.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

export const depositProviderStatuses = terminalStatuses.map((status) => providerStatus(status));

/** What a person is asked to look at, for clients. */
export const depositReviewMeanings: Readonly<
  Record<DepositReviewReason | OrderReviewReason | QuarantineReason, string>
> = {
  'unknown-status': 'the provider reports a status that it does not document',
  'status-conflict': 'the provider reports a status that cannot follow on the one before',
  'differs-from-record': 'the provider reports something else than before',
  'spent-before-fork': 'what was credited had been spent when its block was forked away',
  'account-disagrees': 'the account refused the posting',
  'unreadable-row': 'the provider tells it in a shape that is not known',
  'late-payment': 'it was paid after the window had closed',
  'unlinked-payment': 'it is no customer’s deposit, and no purchase has it',
  'undercharge-expired': 'less came than was asked for, and the window has closed',
  'completed-short': 'called completed, though less came than was asked for',
  'cannot-be-placed': 'its asset, blockchain or amount is none that is taken here',
  'unknown-widget': 'nobody can place it: its widget is none that was configured',
  'unknown-asset': 'nobody can place it: its asset or blockchain is not known',
  'network-not-allowed': 'nobody can place it: its blockchain is of another environment',
  'unreadable-amount': 'nobody can place it: its amount is none of its asset',
  'overcharge-to-refund': 'more came than was asked for, and the excess is to be sent back',
};
