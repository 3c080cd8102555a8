import { deferred } from './deferred.js';

/** Hands items from one loop to another, one at a time: `give` waits until the taker asks for the next. */
export class Handover<Item> {
  private item = deferred<Item>();
  private wanted = deferred();
  private taking = false;
  private failure: { readonly reason: unknown } | undefined;

  async give(item: Item): Promise<void> {
    this.item.resolve(item);
    await this.wanted.promise;
    this.wanted = deferred();
  }

  async take(): Promise<Item> {
    if (this.taking) {
      this.item = deferred<Item>();
      this.wanted.resolve();
    }
    this.taking = true;
    if (this.failure) this.item.reject(this.failure.reason); // Does nothing to an item that was given before.
    return this.item.promise;
  }

  /** After what was given already, the taker gets this. */
  fail(reason: unknown): void {
    this.failure = { reason };
    if (this.taking) this.item.reject(reason);
  }

  /** Nothing is taken any more: the giver need not wait. */
  close(): void {
    this.wanted.resolve();
  }
}
