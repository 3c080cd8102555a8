import { listFees, type FeeRow } from '#projections/fees/fees.queries.js';
import { listSweeps } from '#projections/sweeps/sweeps.queries.js';
import { minorText } from '../support/minor-text.js';
import { endMsMax, type DemoStage } from './demo-stage.js';
import { inTime } from './in-time.js';
import type { Withdrawal } from './ledger-client.js';

const corrected = '2.5';
const fees_max = 1_000;

/** The provider sweeps what players paid in; its transaction costs gas, which the gas station pays. */
export async function playSweep(stage: DemoStage): Promise<void> {
  const { sandbox, wallets, database, print } = stage;
  const coin = { asset: 'USDT', blockchain: 'TRON' };
  const { id, amount } = await sandbox.sweep([wallets.deposits.providerWalletId], coin);
  const sweep = await inTime('The sweep', endMsMax, async () =>
    (await listSweeps(database, {}, { limit: 10 })).find((row) => row.provider_id === id && row.closed),
  );
  const fee = await feeOf(stage, id, 1);
  print(`  The provider sweeps ${amount} USDT@tron into the Master Wallet, by our gate → ${sweep.stage}`);
  print(`    The gas station pays ${feeText(fee)}`);
}

/** Fees are not final when a payout is: the provider corrects one, and the books follow. */
export async function playLateFee(stage: DemoStage, payouts: readonly Withdrawal[]): Promise<void> {
  const paid = payouts.find(({ status, asset }) => status === 'confirmed' && asset.startsWith('USDT@tron'));
  const providerId = paid?.provider_reference;
  if (!paid || providerId === null || providerId === undefined) throw new Error('No payout was paid');
  const before = await feeOf(stage, providerId, 1);
  await stage.sandbox.changeFee(providerId, corrected);
  const after = await feeOf(stage, providerId, 2);
  stage.print(`  The network fee of ${paid.reference ?? paid.id} was ${feeText(before)}`);
  stage.print(`    The provider corrects it later → ${feeText(after)} booked, in ${after.changes} entries`);
}

function feeOf({ database }: DemoStage, providerId: string, changes: number): Promise<FeeRow> {
  return inTime(`The fee of ${providerId}`, endMsMax, async () =>
    (await listFees(database, {}, { limit: fees_max })).find((row) => row.id === providerId && row.changes === changes),
  );
}

function feeText({ asset, fee_minor: minor }: FeeRow): string {
  return asset === null || minor === null ? 'an unknown fee' : `${minorText(asset, BigInt(minor))} ${asset}`;
}
