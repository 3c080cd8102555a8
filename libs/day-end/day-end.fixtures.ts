import type { DayEndEvent } from './day-end.events.js';
import type { CloseDay, DayEndCommand } from './day-end.js';

const place = (commit: bigint) => ({ commit, prepare: commit });
const closing = {
  timeZone: 'Europe/Berlin',
  totals: [{ asset: 'USDT@tron/6', moved: 125_500_000n }],
  trialBalanceHash: 'hash-1',
} as const;

export const firstDay: DayEndEvent = {
  type: 'DayClosed',
  data: {
    ...closing,
    day: '2026-03-28',
    opensAfter: undefined,
    closesAt: place(900n),
    closedAt: new Date('2026-03-29T00:05:00.000Z'),
  },
};

export const secondDay: DayEndEvent = {
  type: 'DayClosed',
  data: {
    ...closing,
    day: '2026-03-29',
    opensAfter: place(900n),
    closesAt: place(1_700n),
    closedAt: new Date('2026-03-29T22:05:00.000Z'),
  },
};

export function closeDay({ data: { closedAt, ...day } }: DayEndEvent, changes: Partial<CloseDay> = {}): DayEndCommand {
  const { opensAfter, closesAt, ...rest } = day;
  return { type: 'CloseDay', data: { ...rest, opensAfter, closesAt, now: closedAt, ...changes } };
}
