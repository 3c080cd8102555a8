import type { ShiftedEvent } from '#libs/day-end/day-from-history.js';
import type { DayClosed } from '#libs/day-end/day-end.events.js';
import type { TrialBalanceLine } from '#libs/day-end/trial-balance.js';
import type { AccountName } from '#libs/ledger/account-name.js';
import { accountCodec } from '#libs/ledger/account.codec.js';
import { assetId, type AssetId } from '#libs/money/asset.js';
import type { Database } from '#libs/read-store/database.js';
import { trialBalanceBetween } from '#projections/balances/trial-balance.queries.js';
import { minorText } from '../support/minor-text.js';
import type { OutputRow } from '../support/output.js';

/** The trial balance of a closed day out of the tables. */
export async function linesOfReadModel(database: Database, closed: DayClosed): Promise<TrialBalanceLine[]> {
  const { opensAfter, closesAt } = closed;
  const rows = await trialBalanceBetween(database, opensAfter?.commit ?? 0n, closesAt?.commit ?? 0n);
  return rows.map(({ account, asset, ...minors }) => {
    const [opening, debits] = [BigInt(minors.openingMinor), BigInt(minors.debitsMinor)];
    const credits = BigInt(minors.creditsMinor);
    const closing = opening + debits - credits;
    // What the projection wrote came out of the codec, so these are names and assets of ours.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { account: account as AccountName, asset: asset as AssetId, opening, debits, credits, closing };
  });
}

export function lineRow({ account, asset, opening, debits, credits, closing }: TrialBalanceLine): OutputRow {
  const text = (minor: bigint): string => minorText(asset, minor);
  return {
    account,
    asset,
    opening: text(opening),
    debits: text(debits),
    credits: text(credits),
    closing: text(closing),
  };
}

/** The closing balances that are known otherwise now. */
export function changedLines(lines: readonly TrialBalanceLine[], shifted: readonly ShiftedEvent[]): OutputRow[] {
  const changes = new Map<string, { account: AccountName; asset: AssetId; change: bigint }>();
  for (const { event, shift } of shifted)
    for (const { from, to, amount } of accountCodec.decode(event).data.postings) {
      const minor = shift === 'late' ? amount.minor : -amount.minor;
      for (const [account, change] of [[from, -minor] as const, [to, minor] as const]) {
        const asset = assetId(amount.asset);
        const before = changes.get(`${account} ${asset}`)?.change ?? 0n;
        changes.set(`${account} ${asset}`, { account, asset, change: before + change });
      }
    }
  const closings = new Map(lines.map(({ account, asset, closing }) => [`${account} ${asset}`, closing]));
  return [...changes].map(([key, { account, asset, change }]) => {
    const closing = closings.get(key) ?? 0n;
    return {
      account,
      asset,
      as_closed: minorText(asset, closing),
      as_known_now: minorText(asset, closing + change),
      change: minorText(asset, change),
    };
  });
}

export function shiftRow({ event, effectiveAt, shift }: ShiftedEvent): OutputRow {
  return {
    shift,
    event: `${event.streamName}@${event.revision}`,
    type: event.type,
    effective: effectiveAt.toISOString(),
    recorded: event.recordedAt.toISOString(),
    position: event.position.commit.toString(),
  };
}
