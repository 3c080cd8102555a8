import { collectDefaultMetrics, Registry } from 'prom-client';

/** The metrics of one process, every one labelled with its name, with those of Node itself. */
export function createMetrics(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  return registry;
}
