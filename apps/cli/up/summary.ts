import { isLive } from './app-environment.js';
import type { Screen } from './screen.js';
import { platformApiKey } from './secrets.js';
import type { UpSettings } from './settings.js';

/** Where the API can be called from this machine. */
export function apiUrl({ outside, ports }: Pick<UpSettings, 'outside' | 'ports'>): string {
  const host = outside['API_HOST'] || '127.0.0.1';
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${ports.api}`;
}

/** What one can do now. */
export function showSummary(settings: UpSettings, screen: Screen): void {
  const { options, outside, ports, replacements, secrets } = settings;
  const url = apiUrl(settings);
  const row = (title: string, text: string) => screen.line(`  ${title.padEnd(13)} ${text}`);
  screen.line();
  row('API', url);
  row('API docs', `${url}/docs`);
  if (!replacements.inabit) row('Sandbox', `http://127.0.0.1:${ports.sandbox}`);
  row('Data and logs', options.data);
  if (!isLive(outside)) {
    row('Test API key', secrets.apiKey);
    row('Platform key', platformApiKey(secrets));
    row('Try', `curl -s -H 'Authorization: Bearer ${secrets.apiKey}' ${url}/v1/balances`);
  }
  screen.line();
}
