import type { FeeKind, FeeProblem } from '#libs/fees/network-fee.events.js';
import { amount, instant, integer, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';

/** What the transactions of the provider's cost on their chains, one row each. */
export const networkFee = defineTable({
  name: 'network_fee',
  columns: {
    provider_id: text,
    kind: textOf<FeeKind>(),
    movement_id: text,
    wallet_id: text,
    operator_id: text,
    /** The native coin and what of it is booked; null until there was an amount. */
    asset: nullable(text),
    fee_minor: nullable(amount),
    changes: integer,
    /** Why nothing can be booked, and what the provider said instead. */
    unclear: nullable(textOf<FeeProblem>()),
    reported: nullable(text),
    observed_at: instant,
  },
  key: ['provider_id'],
  indexes: [
    { on: ['observed_at', 'provider_id'] },
    { on: ['operator_id', 'observed_at', 'provider_id'] },
    { on: ['movement_id'] },
    { on: ['observed_at'], where: 'unclear is not null' },
  ],
});

/** Fees that the provider charged by invoice or statement, one row each. */
export const providerFee = defineTable({
  name: 'provider_fee',
  columns: {
    charge_id: text,
    operator_id: text,
    /** Null where the operator owes it and no wallet paid. */
    wallet_id: nullable(text),
    asset: text,
    fee_minor: amount,
    period_from: text,
    period_to: text,
    evidence: text,
    charged_by: text,
    charged_at: instant,
    reversal_reason: nullable(text),
    reversed_at: nullable(instant),
  },
  key: ['charge_id'],
  indexes: [{ on: ['operator_id', 'charged_at'] }],
});
