import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { accept, type Decider } from '../decider/decider.js';
import type { Chain } from '../money/asset.js';
import { chains } from '../money/asset.js';
import { instantField } from '../money/money.codec.js';
import { windowIdOf } from './incoming-id.js';

/**
 * The facts of one address, `closed-window-<digest>`: the purchases that were to be paid there and whose window has
 * closed. The Terminal may tell of what comes then as a transaction of its own, with neither hash nor purchase (A20).
 */
export interface ClosedWindowEvent {
  readonly type: 'PurchaseWindowClosed';
  readonly data: PurchaseWindowClosed;
}

export interface PurchaseWindowClosed {
  readonly chain: Chain;
  readonly address: string;
  readonly orderId: string;
  readonly closedAt: Date;
}

export interface CloseWindow {
  readonly type: 'CloseWindow';
  readonly data: PurchaseWindowClosed;
}

export function closedWindowStream(chain: Chain, address: string): string {
  return `closed-window-${windowIdOf(chain, address)}`;
}

export const closedWindowCodec = defineCodec<ClosedWindowEvent>({
  PurchaseWindowClosed: {
    version: 1,
    schema: z.object({ chain: z.enum(chains), address: z.string(), orderId: z.string(), closedAt: instantField }),
  },
});

/** The orders, each once, in the order in which their windows were seen to have closed. */
export const closedWindowDecider: Decider<CloseWindow, readonly string[], ClosedWindowEvent, never> = {
  initial: [],
  decide: ({ data }, orderIds) =>
    orderIds.includes(data.orderId) ? accept() : accept({ type: 'PurchaseWindowClosed', data }),
  evolve: (orderIds, { data }) => [...orderIds, data.orderId],
};
