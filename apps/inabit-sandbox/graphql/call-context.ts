import type { Plan } from '#apps/inabit-sandbox/scenarios/plan.js';
import type { Identity } from '#apps/inabit-sandbox/tokens/tokens.js';

/** What a resolver knows about the request it works for. */
export interface CallContext {
  readonly identity: Identity;
  readonly plan: Plan;
}

/** The arguments of a field that is asked for by id. */
export interface ById {
  readonly where: { readonly id: string };
}
