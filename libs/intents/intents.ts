import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { Clock } from '../platform/clock.js';
import { intentCodec, intentDecider, intentStream, type Intents } from './intent.js';
import { fingerprintOf, type IntentTuple } from './fingerprint.js';

/** The intent streams: which payouts asked for exactly this. */
export class IntentStreams {
  constructor(
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {}

  async register(payoutId: string, tuple: IntentTuple): Promise<void> {
    const fingerprint = fingerprintOf(tuple);
    await this.store.execute({
      streamName: intentStream(fingerprint),
      decider: intentDecider,
      codec: intentCodec,
      command: { type: 'RegisterIntent', data: { fingerprint, payoutId, now: this.clock.now() } },
      metadata: { correlationId: payoutId, causationId: payoutId, actor: 'worker' },
    });
  }

  async find(tuple: IntentTuple): Promise<Intents> {
    const { state } = await this.store.load(intentStream(fingerprintOf(tuple)), intentDecider, intentCodec);
    return state;
  }
}
