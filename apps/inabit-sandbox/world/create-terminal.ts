import type { SeededRandom } from './random.js';
import type { WorldSeed } from './seed.js';
import type { Terminal, Widget } from './terminal.js';
import type { Wallet } from './wallet.js';

/** A widget whose wallet the seed does not have is left out: seeds with other wallets stay short. */
export function createTerminal(seed: WorldSeed, wallets: Iterable<Wallet>, random: SeededRandom): Terminal {
  const byName = new Map([...wallets].map((wallet) => [wallet.name, wallet]));
  const widgets = seed.widgets.flatMap(({ wallet: name, webhookUrl, ...rest }) => {
    const wallet = byName.get(name);
    const id = random.uuid(`widget ${rest.name}`);
    const widget: Omit<Widget, 'wallet'> = { id, apiKey: random.hex(`widget key ${rest.name}`), webhookUrl, ...rest };
    return wallet ? [{ ...widget, wallet }] : [];
  });
  return {
    organizationKey: random.hex('terminal organization key'),
    widgets: new Map(widgets.map((widget) => [widget.id, widget])),
    customers: new Map(),
    addressTokens: new Map(),
    addresses: new Map(),
    purchases: new Map(),
    deposits: new Map(),
    webhookFaults: [],
  };
}
