import { instant, text } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';

/** The operators that are registered; how far their onboarding is, their streams say. */
export const operator = defineTable({
  name: 'operator',
  columns: { operator_id: text, registered_at: instant },
  key: ['operator_id'],
  indexes: [{ on: ['registered_at', 'operator_id'] }],
});
