import type { Database } from '#libs/read-store/database.js';
import { Refused } from './run-command.js';

/** One that is written otherwise has no money, no movements and an empty statement. @throws Refused */
export async function mustBeOperator(database: Database, operatorId: string): Promise<void> {
  if (!(await isRegistered(database, 'operator_id', operatorId)))
    throw new Refused(`No wallet is registered for operator ${operatorId}`);
}

/** @throws Refused */
export async function mustBeWallet(database: Database, walletId: string): Promise<void> {
  if (!(await isRegistered(database, 'wallet_id', walletId))) throw new Refused(`No wallet ${walletId} is registered`);
}

async function isRegistered(database: Database, column: 'operator_id' | 'wallet_id', id: string): Promise<boolean> {
  const found = await database
    .selectFrom('read.wallet')
    .select('wallet_id')
    .where(column, '=', id)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
