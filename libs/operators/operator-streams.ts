import type { AggregateStore } from '../event-streams/aggregate-store.js';
import { addressBookCodec, addressBookStream } from './address-book.codec.js';
import type { BookAddress } from './address-book.events.js';
import { addressBookDecider } from './address-book.js';
import {
  destinationRefusal,
  needsOnboarding,
  onboardingRefusal,
  type MovementRefusal,
  type OnboardingRule,
} from './movement-check.js';
import { operatorCodec, operatorStream } from './operator.codec.js';
import { operatorDecider } from './operator.js';

/** What the log says about whether an operator's money may move, and where to. */
export class MovementChecks {
  constructor(
    private readonly store: AggregateStore,
    private readonly rule: OnboardingRule,
  ) {}

  /** For whatever moves an operator's money: payouts, transfers, swaps. */
  async operatorRefusal(operatorId: string): Promise<MovementRefusal | undefined> {
    if (!needsOnboarding(this.rule)) return undefined;
    const { state } = await this.store.load(operatorStream(operatorId), operatorDecider, operatorCodec);
    return onboardingRefusal(state, this.rule);
  }

  async payoutRefusal(operatorId: string, destination: BookAddress): Promise<MovementRefusal | undefined> {
    const [refusal, { state: book }] = await Promise.all([
      this.operatorRefusal(operatorId),
      this.store.load(addressBookStream(operatorId), addressBookDecider, addressBookCodec),
    ]);
    return refusal ?? destinationRefusal(book, destination);
  }
}
