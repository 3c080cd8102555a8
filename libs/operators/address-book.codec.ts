import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { chains } from '../money/asset.js';
import { instantField } from '../money/money.codec.js';
import type { AddressBookEvent } from './address-book.events.js';

export function addressBookStream(operatorId: string): string {
  return `address-book-${operatorId}`;
}

const text = z.string();
const ofAddress = { operatorId: text, chain: z.enum(chains), address: text, by: text };

export const addressBookCodec = defineCodec<AddressBookEvent>({
  BookAddressAdded: { version: 1, schema: z.object({ ...ofAddress, label: text, addedAt: instantField }) },
  BookAddressApproved: { version: 1, schema: z.object({ ...ofAddress, approvedAt: instantField }) },
  BookAddressRevoked: { version: 1, schema: z.object({ ...ofAddress, reason: text, revokedAt: instantField }) },
  BookRuleChanged: {
    version: 1,
    schema: z.object({
      operatorId: text,
      onlyBookAddresses: z.boolean(),
      by: text,
      approvedBy: text.optional(),
      changedAt: instantField,
    }),
  },
});
