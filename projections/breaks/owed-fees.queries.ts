import { sql } from 'kysely';
import { assetId, storedAsset } from '#libs/money/asset.js';
import { nativeAsset } from '#libs/money/native-asset.js';
import type { Database } from '#libs/read-store/database.js';

/**
 * Wallets whose native coin has paid for a movement that has ended and is not booked yet, as `<wallet id> <asset>`. One
 * that has been so for an hour is no excuse any more.
 */
export async function walletsOwingFees(database: Database): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly wallet_id: string; readonly asset: string }>`
    select wallet_id, asset from read.payout
    where stage = 'settled' and not closed and updated_at > now() - interval '1 hour'
    union
    select wallet_id, asset from read.swap
    where stage = 'settled' and not closed and updated_at > now() - interval '1 hour'
    union
    select payer.wallet_id, sweep.asset from read.sweep as sweep
    join read.wallet as payer on payer.role = 'gas-station'
    where sweep.stage = 'settled' and not sweep.closed and sweep.updated_at > now() - interval '1 hour'`.execute(
    database,
  );
  return new Set(
    rows.map(({ wallet_id: walletId, asset }) => `${walletId} ${assetId(nativeAsset(storedAsset(asset).chain))}`),
  );
}
