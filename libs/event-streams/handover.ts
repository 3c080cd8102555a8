import { deferred } from './deferred.js';

/** Hands items from one loop to another, one at a time: `give` waits until the taker asks for the next. */
export class Handover<Item> {
  private item = deferred<Item>();
  private wanted = deferred();
  private taking = false;

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
    return this.item.promise;
  }

  /** Nothing is taken any more: the giver need not wait. */
  close(): void {
    this.wanted.resolve();
  }
}
