import type { AggregateStore } from '../event-streams/aggregate-store.js';
import { addressBookCodec, addressBookStream } from './address-book.codec.js';
import type { Chain } from '../money/asset.js';
import type { BookAddress } from './address-book.events.js';
import { addressBookDecider } from './address-book.js';
import {
  destinationRefusal,
  needsOnboarding,
  networkRefusal,
  onboardingRefusal,
  type MovementRefusal,
  type MovementRule,
} from './movement-check.js';
import { operatorCodec, operatorStream } from './operator.codec.js';
import { operatorDecider } from './operator.js';

/** What the log says about whether an operator's money may move, and where to. */
export class MovementChecks {
  constructor(
    private readonly store: AggregateStore,
    private readonly rule: MovementRule,
  ) {}

  /** For whatever moves an operator's money: payouts, transfers, swaps. */
  async operatorRefusal(operatorId: string): Promise<MovementRefusal | undefined> {
    if (!needsOnboarding(this.rule)) return undefined;
    const { state } = await this.store.load(operatorStream(operatorId), operatorDecider, operatorCodec);
    return onboardingRefusal(state, this.rule);
  }

  /** For whatever moves on a chain: payouts, transfers, swaps (IN-28). */
  networkRefusal(...chains: readonly Chain[]): MovementRefusal | undefined {
    return networkRefusal(this.rule.networks, ...chains);
  }

  async payoutRefusal(operatorId: string, destination: BookAddress): Promise<MovementRefusal | undefined> {
    const [refusal, { state: book }] = await Promise.all([
      this.operatorRefusal(operatorId),
      this.store.load(addressBookStream(operatorId), addressBookDecider, addressBookCodec),
    ]);
    return this.networkRefusal(destination.chain) ?? refusal ?? destinationRefusal(book, destination);
  }
}
