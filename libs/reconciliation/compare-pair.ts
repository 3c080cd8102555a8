import { checkAddress, sameAddress } from '../chains/address.js';
import { formatAmount, parseNumberLiteral } from '../money/amount-text.js';
import { assetId, sameAsset } from '../money/asset.js';
import { subtract, type Money } from '../money/money.js';
import type { BreakKind, Finding, LedgerItem, MovementState, ProviderItem, Severity } from './items.js';

/** How long one side may lag behind the other before that is a difference, and the moment of comparing. */
export interface MatchRules {
  readonly graceMs: number;
  readonly now: Date;
}

/** One movement on both sides: everything in which they differ. */
export function comparePair(ours: LedgerItem, theirs: ProviderItem, rules: MatchRules): Finding[] {
  const found = (kind: BreakKind, severity: Severity, texts: Pick<Finding, 'expected' | 'actual' | 'difference'>) => ({
    kind,
    severity,
    subject: { ledgerId: ours.ledgerId, providerId: theirs.providerId, asset: assetId(ours.amount.asset) },
    ...texts,
    since: ours.since,
  });
  const differences: (Finding | undefined)[] = [
    statusDiffers(ours, theirs, rules) &&
      found(statusKind(theirs), statusSeverity(ours, theirs), { expected: ours.state, actual: theirs.status }),
    destinationDiffers(ours, theirs) &&
      found('destination', 'critical', { expected: ours.destination ?? '', actual: theirs.destination ?? '' }),
    textsDiffer(ours.transactionHash, theirs.transactionHash) &&
      found('transaction-hash', 'medium', {
        expected: ours.transactionHash ?? '',
        actual: theirs.transactionHash ?? '',
      }),
    ...amountFindings(ours, theirs, found),
  ].map((finding) => finding || undefined);
  return differences.filter((finding) => finding !== undefined);
}

type Found = (
  kind: BreakKind,
  severity: Severity,
  texts: Pick<Finding, 'expected' | 'actual' | 'difference'>,
) => Finding;

function amountFindings(ours: LedgerItem, theirs: ProviderItem, found: Found): (Finding | undefined)[] {
  const { asset } = ours.amount;
  if (!theirs.asset || !sameAsset(theirs.asset, asset))
    return [found('asset', 'high', { expected: assetId(asset), actual: theirs.assetText })];
  const differs = (kind: BreakKind, severity: Severity, own: Money | undefined, text: string | undefined) => {
    const texts = own && text !== undefined ? amountsDiffer(own, text) : undefined;
    return texts && found(kind, severity, texts);
  };
  // What is paid for an order grows until it has ended, and we hear of it a little later.
  const isGrowing = ours.kind === 'order' && ours.state === 'open';
  return [
    isGrowing ? undefined : differs('amount', 'critical', ours.amount, theirs.amount),
    differs('output', 'critical', ours.output, theirs.output),
    differs('fee', 'medium', ours.fee, theirs.fee),
  ];
}

function amountsDiffer(own: Money, text: string): Pick<Finding, 'expected' | 'actual' | 'difference'> | undefined {
  const parsed = parseNumberLiteral(text, own.asset);
  if (!parsed.ok) return { expected: formatAmount(own), actual: text };
  const difference = subtract(parsed.money, own);
  if (difference.minor === 0n) return undefined;
  return { expected: formatAmount(own), actual: formatAmount(parsed.money), difference: formatAmount(difference) };
}

/** Ours goes first only when told by the provider, so to be behind for a while is expected and to be ahead is not. */
function statusDiffers(ours: LedgerItem, theirs: ProviderItem, { now, graceMs }: MatchRules): boolean {
  const { state } = theirs;
  if (ours.state === state || state === 'left-to-us' || nothingMoved(ours, theirs)) return false;
  const isBehind = ours.state === 'open' && now.getTime() - ours.since.getTime() < graceMs;
  return !isBehind;
}

/** A purchase that nobody has paid has a status, and no money. */
function nothingMoved(ours: LedgerItem, { amount, asset }: ProviderItem): boolean {
  const parsed = asset && parseNumberLiteral(amount, asset);
  return ours.kind === 'order' && ours.amount.minor === 0n && parsed?.ok === true && parsed.money.minor === 0n;
}

function statusKind({ state }: ProviderItem): BreakKind {
  return state === 'unknown' ? 'unknown-status' : 'status';
}

function statusSeverity(ours: LedgerItem, { state }: ProviderItem): Severity {
  if (state === 'unknown') return 'medium';
  const isContradiction: Partial<Record<MovementState, boolean>> = { completed: state === 'failed', failed: true };
  return isContradiction[ours.state] ? 'critical' : 'high';
}

function destinationDiffers(ours: LedgerItem, theirs: ProviderItem): boolean {
  if (ours.destination === undefined || theirs.destination === undefined) return false;
  const { chain } = ours.amount.asset;
  const areAddresses = [ours.destination, theirs.destination].every((each) => checkAddress(chain, each).ok);
  if (!areAddresses) return ours.destination !== theirs.destination;
  return !sameAddress(chain, ours.destination, theirs.destination);
}

function textsDiffer(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
