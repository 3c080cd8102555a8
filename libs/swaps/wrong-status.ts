import { reject } from '../decider/decider.js';
import type { SwapRejection } from './swap.commands.js';
import type { Swap } from './swap.state.js';

export function wrongStatus(swap: Swap, ...expected: readonly Swap['status'][]) {
  return reject<SwapRejection>({ code: 'swap-not-in-status', expected, actual: swap.status });
}
