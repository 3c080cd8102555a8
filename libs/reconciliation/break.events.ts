import type { BreakKind, BreakSubject, Severity } from './items.js';

/** The facts of one difference between the books and the provider, `break-<breakId>`. */
export type BreakEvent =
  | { readonly type: 'BreakOpened'; readonly data: BreakOpened }
  | { readonly type: 'BreakChanged'; readonly data: BreakChanged }
  | { readonly type: 'BreakAssigned'; readonly data: BreakAssigned }
  | { readonly type: 'BreakExplained'; readonly data: BreakExplained }
  | { readonly type: 'BreakResolved'; readonly data: BreakResolved }
  | { readonly type: 'BreakReopened'; readonly data: BreakReopened };

/** What differs, as both sides say it. */
export interface Difference {
  readonly expected: string;
  readonly actual: string;
  readonly difference?: string | undefined;
}

interface OfBreak {
  readonly breakId: string;
}

export interface BreakOpened extends OfBreak, BreakSubject, Difference {
  readonly kind: BreakKind;
  readonly severity: Severity;
  /** What was compared: `provider`, or a statement by its name. */
  readonly source: string;
  readonly since: Date;
  readonly openedAt: Date;
}

export interface BreakChanged extends OfBreak, Difference {
  readonly changedAt: Date;
}

export interface BreakAssigned extends OfBreak {
  readonly owner: string;
  readonly by: string;
  readonly assignedAt: Date;
}

export interface BreakExplained extends OfBreak {
  readonly explanation: string;
  readonly by: string;
  readonly explainedAt: Date;
}

/** `no-longer-found` is said by a run that looked again; the others by people. */
export const resolutions = ['corrected', 'accepted', 'no-longer-found'] as const;
export type Resolution = (typeof resolutions)[number];

export interface BreakResolved extends OfBreak {
  readonly how: Resolution;
  readonly evidence: string;
  readonly by: string;
  readonly resolvedAt: Date;
}

export interface BreakReopened extends OfBreak, Difference {
  readonly reason: string;
  readonly by: string;
  readonly reopenedAt: Date;
}
