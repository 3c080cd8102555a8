import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import type { BreakEvent, BreakOpened, BreakResolved, Difference } from './break.events.js';
import { breakIdOf, type BreakKind, type Finding } from './items.js';

interface ByPerson {
  readonly by: string;
  readonly now: Date;
}

export type BreakCommand =
  | { readonly type: 'RecordFinding'; readonly data: RecordFinding }
  | { readonly type: 'ClearBreak'; readonly data: { readonly evidence: string; readonly now: Date } }
  | { readonly type: 'AssignBreak'; readonly data: ByPerson & { readonly owner: string } }
  | { readonly type: 'ExplainBreak'; readonly data: ByPerson & { readonly explanation: string } }
  | { readonly type: 'ResolveBreak'; readonly data: ResolveBreak }
  | { readonly type: 'ReopenBreak'; readonly data: ByPerson & { readonly reason: string } };

export interface RecordFinding {
  readonly finding: Finding;
  readonly source: string;
  readonly now: Date;
}

export interface ResolveBreak extends ByPerson {
  readonly how: 'corrected' | 'accepted';
  readonly evidence: string;
}

export type BreakRejection =
  | { readonly code: 'break-not-found' }
  | { readonly code: 'break-resolved' }
  | { readonly code: 'break-open' }
  | { readonly code: 'text-needed'; readonly field: 'owner' | 'explanation' | 'evidence' | 'reason' };

export type Break =
  | { readonly status: 'absent' }
  | {
      readonly status: 'open' | 'resolved';
      readonly opened: BreakOpened;
      /** As the last run that found it said. */
      readonly difference: Difference;
      readonly owner: string | undefined;
      readonly explanation: string | undefined;
      readonly resolved: BreakResolved | undefined;
    };

type Known = Exclude<Break, { status: 'absent' }>;
type BreakDecision = Decision<BreakEvent, BreakRejection>;

export const breakDecider: Decider<BreakCommand, Break, BreakEvent, BreakRejection> = {
  initial: { status: 'absent' },
  decide: (command, state): BreakDecision => {
    if (command.type === 'RecordFinding') return recordFinding(command.data, state);
    if (state.status === 'absent') return reject({ code: 'break-not-found' });
    if (command.type === 'ReopenBreak') return reopen(command.data, state);
    if (command.type === 'ClearBreak') return clear(command.data, state);
    if (state.status === 'resolved') return reject({ code: 'break-resolved' });
    return decideByPerson(command, state);
  },
  evolve,
};

type ByPersonCommand = Extract<BreakCommand, { type: 'AssignBreak' | 'ExplainBreak' | 'ResolveBreak' }>;

function decideByPerson(command: ByPersonCommand, { opened, owner, explanation }: Known): BreakDecision {
  const { breakId } = opened;
  switch (command.type) {
    case 'AssignBreak': {
      const { now, ...assigned } = command.data;
      if (!assigned.owner.trim()) return reject({ code: 'text-needed', field: 'owner' });
      if (assigned.owner === owner) return accept();
      return accept({ type: 'BreakAssigned', data: { breakId, ...assigned, assignedAt: now } });
    }
    case 'ExplainBreak': {
      const { now, ...explained } = command.data;
      if (!explained.explanation.trim()) return reject({ code: 'text-needed', field: 'explanation' });
      if (explained.explanation === explanation) return accept();
      return accept({ type: 'BreakExplained', data: { breakId, ...explained, explainedAt: now } });
    }
    case 'ResolveBreak': {
      const { now, ...resolved } = command.data;
      if (!resolved.evidence.trim()) return reject({ code: 'text-needed', field: 'evidence' });
      return accept({ type: 'BreakResolved', data: { breakId, ...resolved, resolvedAt: now } });
    }
    default:
      return unreachable(command);
  }
}

/** What a person accepted stays accepted as long as it is the same difference. */
function recordFinding({ finding, source, now }: RecordFinding, state: Break): BreakDecision {
  const { expected, actual, difference, kind, severity, subject, since } = finding;
  const found: Difference = { expected, actual, ...(difference !== undefined && { difference }) };
  const breakId = breakIdOf(finding);
  if (state.status === 'absent') {
    const opened = { breakId, kind, severity, ...subject, ...found, source, since, openedAt: now };
    return accept({ type: 'BreakOpened', data: opened });
  }
  const isSame = sameDifference(kind, state.difference, found);
  if (state.status === 'open')
    return isSame ? accept() : accept({ type: 'BreakChanged', data: { breakId, ...found, changedAt: now } });
  if (isSame && state.resolved?.how === 'accepted') return accept();
  const reopened = { breakId, ...found, reason: 'found again', by: 'reconciliation', reopenedAt: now };
  return accept({ type: 'BreakReopened', data: reopened });
}

function clear({ evidence, now }: DataOf<BreakCommand, 'ClearBreak'>, { status, opened }: Known): BreakDecision {
  if (status === 'resolved') return accept();
  const resolved = { breakId: opened.breakId, how: 'no-longer-found', evidence, by: 'reconciliation' } as const;
  return accept({ type: 'BreakResolved', data: { ...resolved, resolvedAt: now } });
}

function reopen({ reason, by, now }: DataOf<BreakCommand, 'ReopenBreak'>, state: Known): BreakDecision {
  if (state.status === 'open') return reject({ code: 'break-open' });
  if (!reason.trim()) return reject({ code: 'text-needed', field: 'reason' });
  const { breakId } = state.opened;
  return accept({ type: 'BreakReopened', data: { breakId, ...state.difference, reason, by, reopenedAt: now } });
}

/** A balance goes on moving under a drift, which stays the same as long as it is by as much. */
function sameDifference(kind: BreakKind, a: Difference, b: Difference): boolean {
  if (kind === 'balance-drift' && a.difference !== undefined) return a.difference === b.difference;
  return a.expected === b.expected && a.actual === b.actual;
}

function evolve(state: Break, event: BreakEvent): Break {
  if (event.type === 'BreakOpened') {
    const { data: opened } = event;
    const nothingYet = { owner: undefined, explanation: undefined, resolved: undefined };
    return { status: 'open', opened, difference: differenceOf(opened), ...nothingYet };
  }
  if (state.status === 'absent') throw new Error(`${event.type} without a break`);
  switch (event.type) {
    case 'BreakChanged':
      return { ...state, difference: differenceOf(event.data) };
    case 'BreakAssigned':
      return { ...state, owner: event.data.owner };
    case 'BreakExplained':
      return { ...state, explanation: event.data.explanation };
    case 'BreakResolved':
      return { ...state, status: 'resolved', resolved: event.data };
    case 'BreakReopened':
      return { ...state, status: 'open', resolved: undefined, difference: differenceOf(event.data) };
    default:
      return unreachable(event);
  }
}

function differenceOf({ expected, actual, difference }: Difference): Difference {
  return { expected, actual, ...(difference !== undefined && { difference }) };
}
