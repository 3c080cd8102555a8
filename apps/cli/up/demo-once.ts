import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DemoContext } from '../demo/demo-context.js';
import { isEmptyStore } from '../demo/empty-store.js';
import { playDemo } from '../demo/play-demo.js';
import type { UpSettings } from './settings.js';

/**
 * Whether the demo is due: wanted, with the sandbox, on a store that has nothing in it. To be asked before the apps
 * start, because they may write.
 */
export async function isDemoDue({ options, replacements }: UpSettings, eventStoreUrl: string): Promise<boolean> {
  if (!options.demo || replacements.inabit || replacements.process.environment === 'live') return false;
  return !existsSync(markerIn(options.data)) && (await isEmptyStore(eventStoreUrl));
}

/** Plays it and remembers that it was played. */
export async function playOnce(context: DemoContext): Promise<void> {
  await playDemo(context);
  context.signal.throwIfAborted();
  writeFileSync(markerIn(context.dataFolder), new Date().toISOString());
}

function markerIn(dataFolder: string): string {
  return path.join(dataFolder, 'demo-played');
}
