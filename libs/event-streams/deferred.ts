/** A promise that is settled from outside. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve(this: void, value: Value): void;
  reject(this: void, reason: unknown): void;
}

export function deferred<Value = void>(): Deferred<Value> {
  let functions: Pick<Deferred<Value>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => {
    functions = { resolve, reject };
  });
  return { promise, ...(functions ?? neverSettled) };
}

/** Promises run their executor at once, which the compiler does not know. */
const neverSettled = { resolve: () => {}, reject: () => {} };
