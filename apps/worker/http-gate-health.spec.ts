import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import net from 'node:net';
import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { TcpProxy } from '#test/support/tcp-proxy.js';
import { HttpGateHealth } from './http-gate-health.js';

let stage: PayoutStage;
let gate: StageGate;
/** Between the gate and the provider. */
let line: TcpProxy;
const clock = new ManualClock();

beforeAll(async () => {
  stage = await PayoutStage.start();
  line = await TcpProxy.start(stage.provider.port);
  gate = await stage.startGate({ inabit: stage.inabitConfig({ url: `http://127.0.0.1:${line.port}/graphql` }) });
});

afterAll(async () => {
  await gate.stop();
  await line.close();
  await stage.stop();
});

describe('§2.3 rule 6 F3.4 what the worker holds for a healthy gate', () => {
  it('is one that reaches its log and the provider, and says when that was', async () => {
    const health = new HttpGateHealth(gate.url, true, clock);
    expect(await health.evidence()).toBe(`signer required by policy; gate ready at ${clock.now().toISOString()}`);
  });

  it('is none whose signature the policy of the provider does not require', async () =>
    expect(await new HttpGateHealth(gate.url, false, clock).evidence()).toBeUndefined());

  it('is none that cannot ask the provider', async () => {
    line.down();
    expect(await new HttpGateHealth(gate.url, true, clock).evidence()).toBeUndefined();
    line.heal();
    expect(await new HttpGateHealth(`${gate.url}/`, true, clock).evidence()).toBeDefined();
  });

  it('is none that nobody listens for', async () =>
    expect(await new HttpGateHealth('http://127.0.0.1:9', true, clock).evidence()).toBeUndefined());

  it('is none that does not answer within three seconds', async () => {
    const mute = net.createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as net.AddressInfo;
    const startedAt = performance.now();
    expect(await new HttpGateHealth(`http://127.0.0.1:${port}`, true, clock).evidence()).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    mute.close();
  });

  it('is asked for again after five seconds, in either state', async () => {
    const health = new HttpGateHealth(gate.url, true, clock);
    const first = await health.evidence();
    line.down();
    clock.advance(4_999);
    expect(await health.evidence()).toBe(first);
    clock.advance(1);
    expect(await health.evidence()).toBeUndefined();
    line.heal();
    expect(await health.evidence()).toBeUndefined();
    clock.advance(5_000);
    expect(await health.evidence()).toContain(clock.now().toISOString());
  });
});
