/** Every status that the provider documents, of both widget types, in the order in which they follow each other. */
export const terminalStatuses = [
  'Initiated',
  'GenerateAddressFailed',
  'Allocated',
  'Expired',
  'Pending',
  'Unconfirmed',
  'Undercharge',
  'UnderchargeExpired',
  'Confirming',
  'PendingFork',
  'Overcharge',
  'Completed',
  'Swept',
  'Failed',
] as const;

export type TerminalStatus = (typeof terminalStatuses)[number];

/** What a transaction at a customer address can be; the other statuses are of purchases only. */
export const depositStatuses = [
  'Pending',
  'Unconfirmed',
  'Confirming',
  'PendingFork',
  'Completed',
  'Swept',
  'Failed',
] as const satisfies readonly TerminalStatus[];

export type DepositStatus = (typeof depositStatuses)[number];

/** Undefined for a text that is not documented: never guessed. */
export function terminalStatusOf(text: string): TerminalStatus | undefined {
  return terminalStatuses.find((status) => status === text);
}

export function isDepositStatus(status: TerminalStatus): status is DepositStatus {
  return depositStatuses.some((each) => each === status);
}

/**
 * What a pulled status means after the one we have: `same`; `newer`, ours changes; `older`, a late or stale answer that
 * changes nothing; `late`, a payment after the window closed; `conflict`, for a person.
 */
export type StatusVerdict = 'same' | 'newer' | 'older' | 'late' | 'conflict';

/** Which statuses may come next. Statuses in between may be missed, so whatever can be reached counts as newer. */
const next: Readonly<Record<TerminalStatus, readonly TerminalStatus[]>> = {
  Initiated: ['GenerateAddressFailed', 'Allocated'],
  GenerateAddressFailed: [],
  Allocated: ['Expired', 'Pending'],
  Expired: [],
  Pending: ['Unconfirmed'],
  Unconfirmed: ['Undercharge'],
  Undercharge: ['UnderchargeExpired', 'Confirming'],
  UnderchargeExpired: [],
  Confirming: ['PendingFork'],
  PendingFork: ['Overcharge', 'Completed'],
  Overcharge: ['Completed'],
  Completed: ['Swept', 'Failed'],
  Swept: [],
  Failed: [],
};

/** The documented ways back: a block was forked away, or its fork was resolved. */
const back: Partial<Record<TerminalStatus, readonly TerminalStatus[]>> = {
  PendingFork: ['Confirming'],
  Overcharge: ['PendingFork'],
  Completed: ['PendingFork'],
};

/** Failed is final and so is Completed: one of them after the other of a transaction is settled by no rule of ours. */
const disputed: Partial<Record<TerminalStatus, readonly TerminalStatus[]>> = { Failed: ['Completed', 'Swept'] };

/** Money that comes although the window was closed. */
const windowClosed: Partial<Record<TerminalStatus, readonly TerminalStatus[]>> = {
  Expired: [
    'Pending',
    'Unconfirmed',
    'Undercharge',
    'UnderchargeExpired',
    'Confirming',
    'PendingFork',
    'Overcharge',
    'Completed',
    'Swept',
    'Failed',
  ],
  UnderchargeExpired: ['Confirming', 'PendingFork', 'Overcharge', 'Completed', 'Swept', 'Failed'],
};

export function verdictOn(ours: TerminalStatus, pulled: TerminalStatus): StatusVerdict {
  if (ours === pulled) return 'same';
  if (windowClosed[ours]?.includes(pulled) === true) return 'late';
  if (disputed[ours]?.includes(pulled) === true) return 'conflict';
  if (leadsTo(ours, pulled) || back[ours]?.includes(pulled) === true) return 'newer';
  return leadsTo(pulled, ours) ? 'older' : 'conflict';
}

function leadsTo(from: TerminalStatus, to: TerminalStatus): boolean {
  return next[from].some((status) => status === to || leadsTo(status, to));
}
