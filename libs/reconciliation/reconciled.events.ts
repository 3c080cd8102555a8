/** What a run compared and found equal, `reconciliation-<day>`: a later run need not ask for it again. */
export interface ReconciledEvent {
  readonly type: 'MovementsReconciled';
  readonly data: MovementsReconciled;
}

export interface MovementsReconciled {
  readonly movements: readonly ReconciledMovement[];
  /** When the run began: what was heard of a movement after it was not compared yet. */
  readonly comparedAt: Date;
}

/** A movement that has ended on both sides, as they stood. */
export interface ReconciledMovement {
  readonly providerId: string;
  /** Null for a transaction of the provider that moved nothing and is no movement of ours. */
  readonly ledgerId: string | null;
  /** Fingerprints of the two sides; `ours` is empty where there is none. */
  readonly ours: string;
  readonly theirs: string;
}
