import type { AppSurroundings } from './app-environment.js';
import { isDemoDue } from './demo-once.js';
import type { Parts } from './parts.js';
import { eventStoreReady, postgresReady, sandboxReady, understood, type SandboxReady } from './ready-messages.js';
import type { UpSettings } from './settings.js';
import type { Stack } from './stack.js';
import { apiUrl } from './summary.js';

export interface Booted extends AppSurroundings {
  readonly isDemoDue: boolean;
}

/** Starts every part. @throws PartFailed when one does not come up. */
export async function boot(stack: Stack, parts: Parts, settings: UpSettings): Promise<Booted> {
  const common = commonSurroundings(settings);
  const [eventStoreUrl, databaseUrl, sandbox] = await Promise.all([
    startEventStore(stack, parts, settings),
    startPostgres(stack, parts, settings),
    startSandbox(stack, parts, settings),
  ]);
  const surroundings = { ...common, eventStoreUrl, databaseUrl, sandbox };
  const demoDue = await isDemoDue(settings, eventStoreUrl);
  await stack.start(parts.app('projector', surroundings)); // Makes the tables that the others read.
  await Promise.all([
    stack.start(parts.app('gate', surroundings), () => `Gate on ${settings.ports.gate}, private`),
    stack.start(parts.app('worker', surroundings)),
    stack.start(parts.app('api', surroundings), () => `API on ${settings.ports.api}`),
  ]);
  return { ...surroundings, isDemoDue: demoDue };
}

function commonSurroundings({ outside, secrets, ports, options }: UpSettings) {
  return { outside, secrets, apiPort: ports.api, gatePort: ports.gate, logLevel: options.logLevel };
}

async function startEventStore(stack: Stack, parts: Parts, settings: UpSettings): Promise<string> {
  const { eventStoreUrl } = settings.replacements;
  if (eventStoreUrl !== undefined) return eventStoreUrl;
  const { eventStore } = settings.ports;
  const part = parts.eventStore(eventStore, commonSurroundings(settings));
  const info = await stack.start(part, () => `Event store on ${eventStore}`);
  return understood(eventStoreReady, part.title, info).connectionString;
}

async function startPostgres(stack: Stack, parts: Parts, settings: UpSettings): Promise<string> {
  const { databaseUrl } = settings.replacements;
  if (databaseUrl !== undefined) return databaseUrl;
  const { postgres } = settings.ports;
  const part = parts.postgres(settings.postgresFolder, postgres);
  const info = await stack.start(part, () => `Postgres on ${postgres}`);
  return understood(postgresReady, part.title, info).url;
}

async function startSandbox(stack: Stack, parts: Parts, settings: UpSettings): Promise<SandboxReady | undefined> {
  if (settings.replacements.inabit) return undefined;
  const { sandbox } = settings.ports;
  const wishes = { port: sandbox, speed: settings.options.sandboxSpeed, apiUrl: apiUrl(settings) };
  const part = parts.sandbox(wishes, commonSurroundings(settings));
  return understood(sandboxReady, part.title, await stack.start(part, () => `inabit sandbox on ${sandbox}`));
}
