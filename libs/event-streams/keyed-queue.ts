/** Runs work of the same key one after the other, and of different keys side by side. */
export class KeyedQueue {
  private readonly queues = new Map<string, { last: Promise<unknown>; length: number }>();

  /** @param lengthMax how many may be under way or waiting for this key; the next is refused with `refuse()`. */
  constructor(
    private readonly lengthMax: number,
    private readonly refuse: (key: string) => Error,
  ) {}

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const queue = this.queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= this.lengthMax) throw this.refuse(key);
    this.queues.set(key, queue);
    queue.length++;
    const mine = queue.last.then(work);
    queue.last = mine.catch(() => {});
    try {
      return await mine;
    } finally {
      queue.length--;
      if (queue.length === 0) this.queues.delete(key);
    }
  }
}
