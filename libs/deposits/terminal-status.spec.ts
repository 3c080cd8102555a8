import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { statusTable } from './status-table.fixtures.js';
import { depositStatuses, terminalStatuses, terminalStatusOf, verdictOn } from './terminal-status.js';

describe('PO-15 DW-16 the status table', () => {
  it('knows every documented status, and no other text', () => {
    expect(new Set(terminalStatuses).size).toBe(14);
    for (const status of terminalStatuses) expect(terminalStatusOf(status)).toBe(status);
    for (const text of ['', 'completed', 'COMPLETED', 'Pondering', 'toString'])
      expect(terminalStatusOf(text)).toBeUndefined();
  });

  it('is the one in docs/deposits.md', () => {
    const page = readFileSync(new URL('../../docs/deposits.md', import.meta.url), 'utf8');
    const squeeze = (text: string) => text.replaceAll(/[ -]+/g, ' ');
    expect(squeeze(page)).toContain(squeeze(statusTable()));
  });

  it('has no way back but out of and into a fork', () => {
    const mutual = terminalStatuses.flatMap((a) =>
      terminalStatuses
        .filter((b) => a < b && verdictOn(a, b) === 'newer' && verdictOn(b, a) === 'newer')
        .map((b) => [a, b]),
    );
    expect(mutual).toEqual([
      ['Confirming', 'PendingFork'],
      ['Overcharge', 'PendingFork'],
      ['Completed', 'PendingFork'],
    ]);
  });

  it.each([
    ['Completed', 'Confirming', 'older'],
    ['Completed', 'Unconfirmed', 'older'],
    ['Swept', 'Completed', 'older'],
    ['Completed', 'Failed', 'newer'],
    ['Unconfirmed', 'Completed', 'newer'],
    ['Failed', 'Completed', 'conflict'],
    ['Failed', 'Confirming', 'older'],
    ['Expired', 'Completed', 'late'],
    ['UnderchargeExpired', 'Undercharge', 'older'],
    ['UnderchargeExpired', 'Confirming', 'late'],
    ['GenerateAddressFailed', 'Allocated', 'conflict'],
  ] as const)('F6.2 %s, then %s: %s', (ours, pulled, verdict) => expect(verdictOn(ours, pulled)).toBe(verdict));

  it('settles every pair of statuses in one way, and a status after itself changes nothing', () => {
    for (const status of terminalStatuses) expect(verdictOn(status, status)).toBe('same');
    for (const status of depositStatuses)
      for (const other of depositStatuses) expect(verdictOn(status, other)).not.toBe('late');
  });
});
