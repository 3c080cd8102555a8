import { reject } from '../decider/decider.js';
import type { PayoutRejection } from './payout.commands.js';
import type { Payout } from './payout.state.js';

export function wrongStatus(payout: Payout, ...expected: readonly Payout['status'][]) {
  return reject<PayoutRejection>({ code: 'payout-not-in-status', expected, actual: payout.status });
}
