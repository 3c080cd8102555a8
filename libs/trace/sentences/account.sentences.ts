import type { AccountEvent } from '../../ledger/account.events.js';
import { amountText, words, type Sentences } from './words.js';

export const accountSentences: Sentences<AccountEvent> = {
  AccountCredited: ({ amount, walletId, reason }) =>
    `${amountText(amount)} was credited to ${walletId}: ${words(reason)}.`,
  AccountDebited: ({ amount, walletId, reason }) =>
    `${amountText(amount)} was debited from ${walletId}: ${words(reason)}.`,
  FundsHeld: ({ amount, walletId }) => `${amountText(amount)} of ${walletId} was put on hold.`,
  HoldCaptured: ({ amount, walletId }) => `The held ${amountText(amount)} left ${walletId}.`,
  HoldReleased: ({ amount, walletId }) => `The held ${amountText(amount)} is available in ${walletId} again.`,
  IncomingDetected: ({ amount, walletId }) => `${amountText(amount)} was seen on its way into ${walletId}.`,
  IncomingConfirmed: ({ amount, walletId }) => `${amountText(amount)} was confirmed and is available in ${walletId}.`,
  IncomingHeldBack: ({ amount, walletId }) => `${amountText(amount)} in ${walletId} was locked again.`,
  IncomingReopened: ({ amount, walletId }) => `${amountText(amount)} was taken back into ${walletId}, locked.`,
  IncomingCancelled: ({ amount, walletId }) => `${amountText(amount)} did not come into ${walletId} after all.`,
};
