import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { accountOf } from './lookups.js';
import type { Recorded } from './records.js';
import type { DepositRecord } from './terminal-records.js';
import type { Deposit } from './terminal.js';
import type { World } from './world.js';

export function applyDepositRecord(world: World, record: Recorded<DepositRecord>): void {
  if (record.type === 'DepositMade') return make(world, record);
  const deposit = world.terminal.deposits.get(record.depositId);
  if (!deposit) throw new Error(`no deposit ${record.depositId}`);
  if (record.type === 'DepositMisreported') {
    deposit.misreport = record.report;
    return;
  }
  if (deposit.path[deposit.step + 1] === record.status) deposit.step += 1;
  deposit.status = record.status;
  deposit.statusAt = record.at;
  credit(deposit);
}

function make(world: World, record: Recorded<Extract<DepositRecord, { type: 'DepositMade' }>>): void {
  const { terminal, counters } = world;
  const { depositId: id, hash, source, linked, path, at } = record;
  const to = terminal.addresses.get(record.address);
  const account = to && accountOf(to.widget.wallet, record.assetId, to.blockchain.id);
  const amount = account && toMinor(record.amount, account.asset.precision);
  const status = path[0];
  if (!to || !account || amount === undefined || status === undefined)
    throw new Error(`deposit ${id} does not fit this world`);
  counters.deposits += 1;
  const state = { step: 0, status, statusAt: at, credited: false };
  const deposit: Deposit = {
    id,
    number: counters.deposits,
    hash,
    to,
    linked,
    account,
    amount,
    source,
    createdAt: at,
    path,
    ...state,
  };
  terminal.deposits.set(id, deposit);
  credit(deposit);
}

/** The money is on the wallet while the chain says so: from Completed until a fork takes it away again. */
function credit(deposit: Deposit): void {
  const { account, amount, credited, status } = deposit;
  if (credited === (status === 'Completed')) return;
  account.balance += credited ? -amount : amount;
  deposit.credited = !credited;
}
