import type { Recorded, ScenarioRecord } from './records.js';
import type { World } from './world.js';

export function applyScenarioRecord(world: World, record: Recorded<ScenarioRecord>): void {
  const { scenarios, counters } = world;
  switch (record.type) {
    case 'ScenarioQueued':
      counters.scenarios += 1;
      return void scenarios.push({ id: counters.scenarios, rule: record.rule, left: record.rule.times });
    case 'ScenarioTaken':
      return take(world, record.scenarioId);
    case 'ScenariosCleared':
      scenarios.length = 0;
      world.faults = undefined;
      return;
    case 'FaultsSet':
      world.faults = record.faults;
      return;
    case 'FaultDrawn':
      counters.faultDraws += 1;
  }
}

function take({ scenarios }: World, id: number): void {
  const at = scenarios.findIndex((scenario) => scenario.id === id);
  const scenario = scenarios[at];
  if (!scenario) return;
  scenario.left -= 1;
  if (scenario.left === 0) scenarios.splice(at, 1);
}
