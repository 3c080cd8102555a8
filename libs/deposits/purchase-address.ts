import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { accept, type Decider } from '../decider/decider.js';
import type { Chain } from '../money/asset.js';
import { chains } from '../money/asset.js';
import { instantField } from '../money/money.codec.js';
import { addressIdOf } from './incoming-id.js';

/**
 * The facts of one address, `purchase-address-<digest>`: the purchases that are to be paid there, one after the other where
 * addresses are used again. The Terminal may tell of what comes as a transaction of its own, with neither hash nor
 * purchase (A20).
 */
export interface PurchaseAddressEvent {
  readonly type: 'PurchaseAddressAllocated';
  readonly data: PurchaseAddressAllocated;
}

export interface PurchaseAddressAllocated {
  readonly chain: Chain;
  readonly address: string;
  readonly orderId: string;
  readonly allocatedAt: Date;
}

export interface AllocateAddress {
  readonly type: 'AllocateAddress';
  readonly data: PurchaseAddressAllocated;
}

export function purchaseAddressStream(chain: Chain, address: string): string {
  return `purchase-address-${addressIdOf(chain, address)}`;
}

export const purchaseAddressCodec = defineCodec<PurchaseAddressEvent>({
  PurchaseAddressAllocated: {
    version: 1,
    schema: z.object({ chain: z.enum(chains), address: z.string(), orderId: z.string(), allocatedAt: instantField }),
  },
});

/** The orders, each once, in the order in which they were seen to be paid there. */
export const purchaseAddressDecider: Decider<AllocateAddress, readonly string[], PurchaseAddressEvent, never> = {
  initial: [],
  decide: ({ data }, orderIds) =>
    orderIds.includes(data.orderId) ? accept() : accept({ type: 'PurchaseAddressAllocated', data }),
  evolve: (orderIds, { data }) => [...orderIds, data.orderId],
};
