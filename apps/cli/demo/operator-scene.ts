import type { DemoStage } from './demo-stage.js';
import type { Movement } from './ledger-client.js';

const operatorId = 'acme';

/** The operator comes on board, its widget is configured, and its fiat has arrived (IN-04, IN-05, IN-09). */
export async function playOperator(stage: DemoStage): Promise<Movement> {
  await stage.platform.post('/v1/operators', { operator_id: operatorId, name: 'Acme Games' });
  await configureWidget(stage);
  const funding = await receiveFiat(stage);
  const steps = [
    { step: 'enterprise-plan-confirmed' },
    { step: 'device-paired' },
    { step: 'api-admin-approved', api_user: 'acme-admin', approved_by: 'owner@acme.example' },
    { step: 'api-signer-approved', api_user: 'acme-signer', approved_by: 'owner@acme.example' },
    { step: 'credentials-stored', reference: 'vault:ledger/acme' },
    { step: 'approver-paired', hosted_by: 'integrator', approved_by: 'owner@acme.example' },
    { step: 'master-wallet-opened', wallet_id: stage.wallets.master.walletId },
    { step: 'funded', reference: funding.id },
  ];
  for (const step of steps)
    await stage.platform.post(`/v1/operators/${operatorId}/steps`, { ...step, evidence: 'demo' });
  const approver = { hosted_by: 'integrator', endpoint: 'approver:8080', version: 'sandbox' };
  await stage.platform.put(`/v1/operators/${operatorId}/approver`, approver);
  const { onboarded } = await stage.platform.get<{ onboarded: boolean }>(`/v1/operators/${operatorId}`);
  if (!onboarded) throw new Error('The operator should be on board');
  stage.print(`  Acme Games comes on board: ${steps.length} steps recorded, none is missing; its widget is configured`);
  stage.print(`  It sends ${funding.amount} ${funding.asset} → ${funding.status}`);
  return funding;
}

function receiveFiat({ platform }: DemoStage): Promise<Movement> {
  const today = new Date().toISOString().slice(0, 10);
  const funding = { amount: '10000', asset: 'EUR@fiat', reference: 'SEPA-1', value_date: today, evidence: 'demo' };
  return platform.post(`/v1/operators/${operatorId}/fundings`, funding, 'demo-sepa-1');
}

async function configureWidget({ platform, context, wallets }: DemoStage): Promise<void> {
  const widget = context.sandbox.widgets?.find(({ kind }) => kind === 'customer-address');
  if (!widget) throw new Error('The sandbox has no widget for customer addresses');
  await platform.put(`/v1/widgets/${widget.id}`, {
    based_on: 0,
    operator_id: operatorId,
    deposit_wallet_id: wallets.deposits.walletId,
    coins: ['USDT@tron/6'],
    sweep_every_minutes: 60,
    expires_after_minutes: 30,
    accept_partial_payment: false,
    overcharge: { excess: 'credit', tolerance_bps: 0 },
  });
}
