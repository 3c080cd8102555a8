/**
 * How Node runs the projector. What a batch is made of lives until the batch is written: with a small young generation all of
 * it is copied, and grows old, before it is garbage (`npm run bench -- projection`).
 */
export const projectorNodeFlags: readonly string[] = ['--max-semi-space-size=64'];
