/**
 * The facts of one gate stream, `gate-<providerTransactionId>`: what the signing gate was asked about one provider
 * transaction and what it answered. A final verdict stands for ever; one provider transaction belongs to at most one
 * payout or swap (INV-P4).
 */
export type GateEvent =
  | { readonly type: 'WithdrawalMatched'; readonly data: WithdrawalMatched }
  | { readonly type: 'WithdrawalApproved'; readonly data: WithdrawalApproved }
  | { readonly type: 'SwapMatched'; readonly data: SwapMatched }
  | { readonly type: 'SwapApproved'; readonly data: SwapApproved }
  | { readonly type: 'SweepApproved'; readonly data: SweepApproved }
  | { readonly type: 'ForeignWithdrawalRejected'; readonly data: ForeignWithdrawalRejected }
  | { readonly type: 'VerdictDeferred'; readonly data: VerdictDeferred };

export interface WithdrawalMatched {
  readonly providerId: string;
  readonly payoutId: string;
  readonly attempt: number;
  /**
   * How the payout was found: by the note we wrote, by what the transaction does when the note was changed, because the
   * provider had answered with it and it was paid without the gate having been asked, or because two people said so.
   */
  readonly by: 'note' | 'intent' | 'pull' | 'resolution';
  readonly evidence: string;
  readonly matchedAt: Date;
}

export interface WithdrawalApproved {
  readonly providerId: string;
  readonly payoutId: string;
  /** What was approved: hash over wallet, asset, destination and amount. */
  readonly fingerprint: string;
  readonly evidence: string;
  readonly approvedAt: Date;
}

export interface SwapMatched {
  readonly providerId: string;
  readonly swapId: string;
  readonly attempt: number;
  /** As with withdrawals. */
  readonly by: 'note' | 'intent' | 'pull' | 'resolution';
  readonly evidence: string;
  readonly matchedAt: Date;
}

export interface SwapApproved {
  readonly providerId: string;
  readonly swapId: string;
  /** What was approved: hash over wallet, both assets and amount. */
  readonly fingerprint: string;
  readonly evidence: string;
  readonly approvedAt: Date;
}

/** Out of deposit wallets of ours into a Master Wallet of ours; the sweep's own stream says which. */
export interface SweepApproved {
  readonly providerId: string;
  /** What was approved: hash over wallets, asset, destination and amount. */
  readonly fingerprint: string;
  readonly evidence: string;
  readonly approvedAt: Date;
}

export interface ForeignWithdrawalRejected {
  readonly providerId: string;
  readonly reason: string;
  readonly payoutId?: string | undefined;
  readonly evidence: string;
  readonly rejectedAt: Date;
}

/** No answer was given; the approver asks again. */
export interface VerdictDeferred {
  readonly providerId: string;
  readonly reason: string;
  readonly deferredAt: Date;
}
