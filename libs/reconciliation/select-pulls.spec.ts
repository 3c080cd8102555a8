import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, type LedgerItem } from './items.js';
import { minutesAgo, now, ours } from './reconciliation.fixtures.js';
import { selectPulls, type Known } from './select-pulls.js';
import type { OpenBreak, Remembered } from './sides.js';

const turns = { full: false, rechecksMax: 0 };
const paid = (serial: number, changes: Partial<LedgerItem> = {}): LedgerItem =>
  ours({ ledgerId: `po_${serial}`, providerId: `tx-${serial}`, ...changes });
const compared = (item: LedgerItem, comparedAt = minutesAgo(10)): Remembered => {
  const { providerId = '' } = item;
  return { providerId, ours: fingerprintOf(item), theirs: 'as it was', comparedAt };
};
const aboutThese: OpenBreak = {
  breakId: 'br_1',
  kind: 'fee',
  source: 'provider',
  ledgerId: 'po_3',
  providerId: 'tx-3',
  walletId: undefined,
  asset: undefined,
  difference: undefined,
};
const items = [paid(1), paid(2), paid(3)];
const known = (changes: Partial<Known> = {}): Known => ({
  ours: items,
  heard: [],
  open: [],
  drifting: new Set<string>(),
  memory: new Map(items.map((item, index) => [item.providerId ?? '', compared(item, minutesAgo(10 + index))])),
  ...changes,
});
const heard = (providerId: string, at: Date) => [{ providerId, at, kind: 'transaction' }] as const;

describe('INV-R2 the provider is asked for', () => {
  it.each<[string, readonly string[], Partial<Known>]>([
    ['nothing, when all was equal and nothing has changed', [], {}],
    ['nothing that is bound to no transaction', [], { ours: [paid(1, { providerId: undefined, state: 'open' })] }],
    ['what was never compared', ['tx-1', 'tx-2', 'tx-3'], { memory: new Map() }],
    ['what changed on our side', ['tx-2'], { ours: [paid(1), paid(2, { transactionHash: 'replaced' }), paid(3)] }],
    ['what is under way', ['tx-1'], { ours: [paid(1, { state: 'open' }), paid(2)] }],
    ['what it told us of since', ['tx-1'], { heard: heard('tx-1', minutesAgo(5)) }],
    ['what it told us of while it was compared', ['tx-1'], { heard: heard('tx-1', minutesAgo(10.5)) }],
    ['nothing that it told us of before', [], { heard: heard('tx-1', minutesAgo(12)) }],
    ['what it told us of and is none of ours', ['tx-9'], { heard: heard('tx-9', now) }],
    ['what an open break is about', ['tx-3'], { open: [aboutThese] }],
    ['all of a wallet that drifts', ['tx-1', 'tx-2', 'tx-3'], { drifting: new Set(['wal_acme']) }],
    ['nothing of a wallet beside it', [], { drifting: new Set(['wal_other']) }],
  ])('%s', (_, expected, changes) => expect([...selectPulls(known(changes), turns)]).toEqual(expected));

  it('in turns for the rest, what was compared longest ago first', () => {
    expect([...selectPulls(known(), { ...turns, rechecksMax: 2 })]).toEqual(['tx-3', 'tx-2']);
    expect([...selectPulls(known({ open: [aboutThese] }), { ...turns, rechecksMax: 1 })]).toEqual(['tx-3', 'tx-2']);
  });

  it('everything, when all is asked for', () =>
    expect([...selectPulls(known(), { ...turns, full: true })]).toEqual(['tx-1', 'tx-2', 'tx-3']));

  it('the same amount in another moment is no change', () =>
    expect(fingerprintOf(paid(1, { since: now }))).toBe(fingerprintOf(paid(1))));
});
