import type { AggregateStore } from '../event-streams/aggregate-store.js';
import { operatorCodec, operatorStream } from './operator.codec.js';
import { operatorDecider } from './operator.js';

/** Once registered, always registered: what is asked of the log here does not change back. */
export async function isRegistered(store: AggregateStore, operatorId: string): Promise<boolean> {
  const { state } = await store.load(operatorStream(operatorId), operatorDecider, operatorCodec);
  return state.status === 'registered';
}
