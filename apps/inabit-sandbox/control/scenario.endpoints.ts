import { z } from 'zod';
import { randomFaults, scenarioRule, scenarios } from '#apps/inabit-sandbox/scenarios/scenario.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { Endpoint } from './endpoint.js';

const rules = z.array(scenarioRule);

export function scenarioEndpoints(store: WorldStore): readonly Endpoint[] {
  const { world } = store;
  return [
    {
      method: 'GET',
      path: '/control/scenarios',
      does: 'what each scenario does, what is waiting, and the random faults',
      handle: () => ({ scenarios, waiting: world.scenarios, faults: world.faults ?? null }),
    },
    {
      method: 'POST',
      path: '/control/scenarios',
      does: 'queues one (or a list) for the next requests that match: `times` (1), `operation`, part of a `note`, `address`',
      body: '{"scenario":"land-late","times":1,"note":"payout-7","delayMs":5000}',
      handle: ({ body }) => {
        const queued = rules.parse(Array.isArray(body) ? body : [body]);
        store.record(...queued.map((rule) => ({ type: 'ScenarioQueued', rule }) as const));
        return { waiting: world.scenarios };
      },
    },
    {
      method: 'DELETE',
      path: '/control/scenarios',
      does: 'forgets what is waiting and the random faults',
      handle: () => store.record({ type: 'ScenariosCleared' }),
    },
    {
      method: 'PUT',
      path: '/control/faults',
      does: 'random faults for requests that no queued scenario matches; the same seed gives the same faults',
      body: '{"seed":"7","faults":[{"scenario":"lose-response-after-acceptance","probability":0.05}]}',
      handle: ({ body }) => {
        store.record({ type: 'FaultsSet', faults: randomFaults.parse(body) });
        return world.faults;
      },
    },
  ];
}
