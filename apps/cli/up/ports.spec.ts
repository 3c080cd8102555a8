import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { PortProblem, settlePorts, type PortWish } from './ports.js';

const wish = (port: number, owner = 'the API', flag = '--api-port'): PortWish => ({
  port,
  owner,
  flag,
  host: '127.0.0.1',
});

async function taken(): Promise<{ port: number; free: () => void }> {
  const server = net.createServer().listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, free: () => void server.close() };
}

describe('the ports of the stack', () => {
  it('are free ones, all different, where none was wished', async () => {
    const ports = await settlePorts({ api: wish(0), gate: wish(0), sandbox: wish(0) });
    expect(new Set(ports.values()).size).toBe(3);
    for (const port of ports.values()) expect(port).toBeGreaterThan(0);
    await expect(settlePorts({ api: wish(ports.get('api') ?? 0) })).resolves.toBeDefined();
  });

  it('are refused when taken, with the way out', async () => {
    const { port, free } = await taken();
    const settled = settlePorts({ gate: wish(0), api: wish(port) });
    await expect(settled).rejects.toThrow(
      `Port ${port} is taken, and the API needs it: free it, or choose another one with --api-port N (or LEDGER_API_PORT)`,
    );
    free();
  });

  it('may become free within the patience', async () => {
    const { port, free } = await taken();
    setTimeout(free, 150);
    expect((await settlePorts({ api: wish(port) }, 5_000)).get('api')).toBe(port);
  });

  it('are refused when two want the same', async () => {
    const settled = settlePorts({ api: wish(3999), gate: wish(3999, 'the gate', '--gate-port') });
    await expect(settled).rejects.toThrow('Port 3999 is wanted by the API and by the gate; change --gate-port');
    await expect(settled).rejects.toBeInstanceOf(PortProblem);
  });

  it('are refused on an address that this machine does not have', async () => {
    const elsewhere = { ...wish(0), host: '192.0.2.1' };
    await expect(settlePorts({ api: elsewhere })).rejects.toThrow('EADDRNOTAVAIL');
    await expect(settlePorts({ api: { ...elsewhere, hostVariable: 'API_HOST' } })).rejects.toThrow(
      'Address 192.0.2.1 cannot be used (EADDRNOTAVAIL), and the API needs it: correct API_HOST',
    );
  });
});
