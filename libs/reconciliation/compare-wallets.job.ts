import { assetId } from '../money/asset.js';
import type { Finding } from './items.js';
import { matchBalances, type BalanceLine } from './match-balances.js';
import { matchWallets } from './match-wallets.js';
import type { BookedBalance, KnownWallet, OpenBreak, ReportedWallet, Sides } from './sides.js';

export interface ComparedWallets {
  readonly findings: readonly Finding[];
  /** How many wallets of ours were compared; undefined when the provider did not tell any. */
  readonly wallets: number | undefined;
  /** Whether what stands in this wallet, or of this asset in it, was compared. */
  readonly covers: (subject: { readonly walletId: string; readonly asset: string | undefined }) => boolean;
}

/** What stands in the wallets, by our books and by the provider (RS-09, INV-R2). */
export async function compareWallets({ ledger, provider }: Sides, now: Date): Promise<ComparedWallets> {
  const before = await ledger.balances();
  const reported = await provider.wallets();
  if (!reported) return { findings: [], wallets: undefined, covers: () => false };
  const known = await ledger.wallets();
  const after = new Map((await ledger.balances()).map((each) => [keyOf(each), each.booked]));
  // What moved while the provider was asked is compared by the next run.
  const isQuiet = (each: BookedBalance): boolean => !each.isUncertain && after.get(keyOf(each)) === each.booked;
  const lines = linesOf(before, known, reported).filter(({ own }) => own === undefined || isQuiet(own));
  const findings = [...matchWallets(known, reported, now), ...matchBalances(lines, now)];
  const moving = new Set(before.filter((each) => !isQuiet(each)).map(keyOf));
  const walletIds = new Set(known.map(({ walletId }) => walletId));
  return {
    findings,
    wallets: walletIds.size,
    covers: ({ walletId, asset }) => walletIds.has(walletId) && !moving.has(`${walletId} ${asset}`),
  };
}

/** The wallets that differ otherwise than the open breaks say: something moved there that one side does not know. */
export function driftingWallets(findings: readonly Finding[], open: readonly OpenBreak[]): ReadonlySet<string> {
  const told = new Set(open.map(({ walletId, asset, difference }) => `${walletId} ${asset} ${difference}`));
  const isNews = ({ subject: { walletId, asset }, difference }: Finding): boolean =>
    !told.has(`${walletId} ${asset} ${difference}`);
  const drifts = findings.filter((finding) => finding.kind === 'balance-drift' && isNews(finding));
  return new Set(drifts.flatMap(({ subject: { walletId } }) => walletId ?? []));
}

function keyOf({ walletId, asset }: BookedBalance): string {
  return `${walletId} ${assetId(asset)}`;
}

/** A balance to compare, and what we have booked of it, if anything. */
type Line = BalanceLine & { readonly own: BookedBalance | undefined };

function linesOf(
  booked: readonly BookedBalance[],
  known: readonly KnownWallet[],
  reported: readonly ReportedWallet[],
): Line[] {
  const listed = new Map(reported.map(({ providerWalletId, balances }) => [providerWalletId, balances]));
  const owns = new Map(booked.map((own) => [keyOf(own), own]));
  return known.flatMap(({ walletId, providerWalletId }): Line[] => {
    const balances = listed.get(providerWalletId);
    if (!balances) return []; // A wallet that is not listed is a break of its own.
    const told = new Map<string, string>(balances.map(({ asset, balance }) => [assetId(asset), balance]));
    const ours = booked.filter((own) => own.walletId === walletId);
    const never = balances.filter(({ asset }) => !owns.has(`${walletId} ${assetId(asset)}`));
    return [
      ...ours.map((own) => ({ ...own, own, reported: told.get(assetId(own.asset)) })),
      ...never.map(({ asset, balance }) => ({ walletId, asset, ...nothing, own: undefined, reported: balance })),
    ];
  });
}

const nothing = { booked: 0n, leaving: 0n, arriving: 0n } as const;
