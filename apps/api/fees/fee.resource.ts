import { z } from 'zod';
import { formatAmount } from '#libs/money/amount-text.js';
import { money } from '#libs/money/money.js';
import { assetText } from '../assets/known-asset.js';
import { assetColumn, minorColumn, orNull, textColumn as text } from '../reading/row.columns.js';
import { feeKinds, feeProblems, type FeeDto } from './fee.dto.js';

const feeRow = z.object({
  id: text,
  kind: z.enum(feeKinds),
  movement_id: text,
  wallet_id: orNull(text),
  operator_id: text,
  asset: orNull(assetColumn),
  fee_minor: orNull(minorColumn),
  changes: z.int(),
  unclear: orNull(z.enum(feeProblems)),
  reported: orNull(text),
  at: z.date(),
});

/** The resource that clients see. @throws ZodError when the row lacks what every fee has: a defect. */
export function feeResource(columns: object): FeeDto {
  const row = feeRow.parse(columns);
  const { asset, fee_minor: minor } = row;
  return {
    id: row.id,
    object: 'fee',
    kind: row.kind,
    subject_id: row.movement_id,
    wallet_id: row.wallet_id,
    operator_id: row.operator_id,
    amount: asset && minor !== null ? formatAmount(money(asset, minor)) : null,
    asset: asset && assetText(asset),
    changes: row.changes,
    unclear: row.unclear,
    reported: row.reported,
    observed_at: row.at.toISOString(),
  };
}
