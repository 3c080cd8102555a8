import { instant, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';

export type ReferenceKind =
  | 'payout-id'
  | 'transfer-id'
  | 'swap-id'
  | 'sweep-id'
  | 'request-id'
  | 'idempotency-key'
  | 'reference'
  | 'note'
  | 'provider-id'
  | 'transaction-hash'
  | 'address'
  | 'player-id'
  | 'deposit-id'
  | 'order-id'
  | 'customer-key';

/** Everything by which anybody may ask for a resource (PO-08, OP-06). */
export const resourceReference = defineTable({
  name: 'resource_reference',
  columns: {
    reference: text,
    kind: textOf<ReferenceKind>(),
    resource_id: text,
    recorded_at: instant,
  },
  key: ['reference', 'kind', 'resource_id'],
  indexes: [{ on: ['resource_id'] }],
});

export type ReferencedResource = 'withdrawal' | 'transfer' | 'swap' | 'sweep' | 'deposit';

/** Whose a resource is. */
export const resourceOwner = defineTable({
  name: 'resource_owner',
  columns: {
    resource_id: text,
    resource: textOf<ReferencedResource>(),
    /** Null for a sweep of several operators' money, and while it is not known whose it is. */
    operator_id: nullable(text),
    /** The transfer whose leg it is; what is found under the leg's references is the transfer. */
    transfer_id: nullable(text),
  },
  key: ['resource_id'],
});
