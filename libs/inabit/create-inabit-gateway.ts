import { declineFinder, type ConfirmedDecline } from './confirmed-declines.js';
import type { InabitPayments } from './inabit-payments.js';
import type { InabitReader } from './inabit-reader.js';
import type { InabitWallets } from './inabit-wallets.js';
import { connectPlatform, type InabitConnectionOptions } from './platform-connection.js';
import { PlatformPayments } from './platform-payments.js';
import { PlatformReader } from './platform-reader.js';
import { PlatformWallets } from './platform-wallets.js';

export interface InabitGatewayOptions extends InabitConnectionOptions {
  readonly confirmedDeclines: readonly ConfirmedDecline[];
}

export interface InabitGateway {
  readonly payments: InabitPayments;
  readonly reader: InabitReader;
  readonly wallets: InabitWallets;
}

/** All sides on one connection, for the worker. @throws InabitConfigError */
export function createInabitGateway(options: InabitGatewayOptions): InabitGateway {
  const { session, directory } = connectPlatform(options);
  const { organizationId, clock } = options;
  const findDecline = declineFinder(options.confirmedDeclines);
  return {
    payments: new PlatformPayments(session, directory, findDecline, clock),
    reader: new PlatformReader(session, directory, organizationId, clock),
    wallets: new PlatformWallets(session, organizationId, clock),
  };
}
