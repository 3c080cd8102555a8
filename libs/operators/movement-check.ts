import { isAllowed, type Networks } from '../chains/networks.js';
import type { Chain } from '../money/asset.js';
import type { BookAddress } from './address-book.events.js';
import { mayPayTo, type AddressBook } from './address-book.js';
import { missingSteps, type Operator } from './operator.js';

/** Where onboarding has to be complete before money moves: always in `live`, in `test` where it is asked for. */
export interface OnboardingRule {
  readonly environment: 'test' | 'live';
  readonly requiredInTest: boolean;
}

/** What has to hold of a movement before it may begin. */
export interface MovementRule extends OnboardingRule {
  readonly networks: Networks;
}

export type MovementRefusal =
  | { readonly code: 'network-not-allowed'; readonly chain: Chain }
  | { readonly code: 'operator-not-live'; readonly missing: ReturnType<typeof missingSteps> }
  | { readonly code: 'destination-not-in-book' };

export function needsOnboarding({ environment, requiredInTest }: OnboardingRule): boolean {
  return environment === 'live' || requiredInTest;
}

/** Why an operator's money may not move; undefined when it may (IN-14). */
export function onboardingRefusal(operator: Operator, rule: OnboardingRule): MovementRefusal | undefined {
  if (!needsOnboarding(rule)) return undefined;
  const missing = missingSteps(operator);
  return missing.length > 0 ? { code: 'operator-not-live', missing } : undefined;
}

/** Why nothing may move on these chains: one of them is of another environment (IN-28). */
export function networkRefusal(networks: Networks, ...used: readonly Chain[]): MovementRefusal | undefined {
  const chain = used.find((each) => !isAllowed(networks, each));
  return chain && { code: 'network-not-allowed', chain };
}

export function destinationRefusal(book: AddressBook, destination: BookAddress): MovementRefusal | undefined {
  return mayPayTo(book, destination) ? undefined : { code: 'destination-not-in-book' };
}
