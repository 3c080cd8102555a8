import { z } from 'zod';
import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { ControlError, type Endpoint } from './endpoint.js';

const decimal = z.string().refine((text) => toMinor(text, 36) !== undefined, 'not a decimal');
const report = z.strictObject({
  hidden: z.boolean().optional(),
  amount: decimal.optional(),
  asset: z.string().optional(),
  address: z.string().optional(),
  hash: z.string().optional(),
  status: z.string().optional(),
  fee: decimal.optional(),
  swapToAmount: decimal.optional(),
});
const depositReport = report.pick({ hidden: true, amount: true });

/** The provider says what is not so: for whoever compares it with books of their own. No webhook tells of it. */
export function misreportEndpoints(store: WorldStore): readonly Endpoint[] {
  const { world } = store;
  return [
    {
      method: 'PUT',
      path: '/control/transactions/:id/misreport',
      does: 'what the Platform says of a transaction in place of what is true; {} says the truth again',
      body: '{"amount":"12","status":"Failed"} or {"hidden":true}',
      handle: ({ params, body }) => {
        const withdrawalId = params['id'] ?? '';
        if (!world.withdrawals.has(withdrawalId)) throw new ControlError(404, `no transaction ${withdrawalId}`);
        store.record({ type: 'WithdrawalMisreported', withdrawalId, report: report.parse(body) });
      },
    },
    {
      method: 'PUT',
      path: '/control/terminal/deposits/:id/misreport',
      does: 'what the Terminal’s list says of a payment in place of what is true; {} says the truth again',
      body: '{"amount":"12"} or {"hidden":true}',
      handle: ({ params, body }) => {
        const depositId = params['id'] ?? '';
        if (!world.terminal.deposits.has(depositId)) throw new ControlError(404, `no deposit ${depositId}`);
        store.record({ type: 'DepositMisreported', depositId, report: depositReport.parse(body) });
      },
    },
  ];
}
