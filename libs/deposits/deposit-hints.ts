/** That something may have changed at the provider; never what. */
export interface DepositHint {
  readonly kind: 'incoming-transaction' | 'purchase';
  readonly providerId: string;
  readonly widgetId?: string;
}

/** What came of looking; `not-found` is what a forged hint comes to. */
export type HintOutcome = 'applied' | 'unchanged' | 'not-found' | 'review';

/** Takes hints about deposits and orders: looks at the provider, records what is there, moves the money (INV-I3). */
export abstract class DepositHints {
  /** Any number of times, in any order. @throws TerminalUnavailable, StoreUnavailable: to be tried again later. */
  abstract refresh(hint: DepositHint): Promise<HintOutcome>;
}

/** Of what was recorded. */
export function outcomeOf(facts: readonly { readonly type: string }[]): HintOutcome {
  if (facts.some(({ type }) => type.endsWith('ReviewRequired') || type.endsWith('Quarantined'))) return 'review';
  return facts.length > 0 ? 'applied' : 'unchanged';
}
