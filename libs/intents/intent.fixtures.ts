import type { IntentCommand, IntentEvent } from './intent.js';

const now = new Date('2026-01-05T12:00:07.089Z');
const fingerprint = '0123456789abcdef0123456789abcdef';

export function intended(payoutId: string): IntentEvent {
  return { type: 'PayoutIntended', data: { fingerprint, payoutId, intendedAt: now } };
}

export function registerIntent(payoutId: string): IntentCommand {
  return { type: 'RegisterIntent', data: { fingerprint, payoutId, now } };
}

export function swapIntended(swapId: string): IntentEvent {
  return { type: 'SwapIntended', data: { fingerprint, swapId, intendedAt: now } };
}

export function registerSwapIntent(swapId: string): IntentCommand {
  return { type: 'RegisterSwapIntent', data: { fingerprint, swapId, now } };
}
