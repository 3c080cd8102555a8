import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { plainPlan, planOf, type Plan } from './plan.js';
import type { RandomFaults, Scenario, ScenarioRule } from './scenario.js';

/** What a scenario is matched with; note and address only where the request carries them in its variables. */
export interface ScenarioSubject {
  readonly operation: string;
  readonly note: string | undefined;
  readonly address: string | undefined;
}

/** Uses up the first waiting scenario that matches; when there is none, chance decides. */
export function takeScenario(store: WorldStore, subject: ScenarioSubject): Plan {
  const waiting = store.world.scenarios.find(({ rule }) => matches(rule, subject));
  const scenario = waiting?.rule ?? randomFault(store, subject);
  if (!scenario) return plainPlan;
  const { random, counters } = store.world;
  const turn = waiting ? `rule ${waiting.id} ${waiting.left}` : `draw ${counters.faultDraws}`;
  const plan = planOf(scenario, subject.operation, random.fraction(`delay ${turn}`));
  if (waiting) store.record({ type: 'ScenarioTaken', scenarioId: waiting.id });
  return plan;
}

function matches(rule: ScenarioRule, subject: ScenarioSubject): boolean {
  if (!isFor(rule, subject)) return false;
  if (rule.note !== undefined && !subject.note?.includes(rule.note)) return false;
  return rule.address === undefined || rule.address === subject.address;
}

function isFor({ operation }: Scenario, subject: ScenarioSubject): boolean {
  return operation === '*' || operation === subject.operation;
}

/** The n-th request that could meet a fault meets what the n-th draw of the seed says. */
function randomFault(store: WorldStore, subject: ScenarioSubject): Scenario | undefined {
  const { faults, random, counters } = store.world;
  const possible = faults?.faults.filter((fault) => isFor(fault, subject)) ?? [];
  if (!faults || possible.length === 0) return undefined;
  const draw = random.fraction(`fault ${faults.seed}`, counters.faultDraws);
  store.record({ type: 'FaultDrawn' });
  return possible[indexAt(possible, draw)];
}

/** Each fault takes a share of 0 to 1 as wide as its probability; past the end of the list for none. */
function indexAt(faults: RandomFaults['faults'], draw: number): number {
  let upTo = 0;
  const at = faults.findIndex(({ probability }) => draw < (upTo += probability));
  return at === -1 ? faults.length : at;
}
