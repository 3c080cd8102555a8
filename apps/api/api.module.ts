import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TerminusModule } from '@nestjs/terminus';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { ChangeAddressBookHandler } from '#libs/operators/address-book.handlers.js';
import { ChangeFundingHandler } from '#libs/operators/funding.handlers.js';
import { ChangeOperatorHandler } from '#libs/operators/operator.handlers.js';
import { MovementChecks } from '#libs/operators/operator-streams.js';
import { ChangeWidgetHandler } from '#libs/operators/widget.handlers.js';
import { RequestPayoutHandler } from '#libs/payouts/payout.handlers.js';
import { Clock } from '#libs/platform/clock.js';
import { Ids } from '#libs/platform/ids.js';
import { Database } from '#libs/read-store/database.js';
import { RequestSwapHandler } from '#libs/swaps/swap.handlers.js';
import { RequestOpeningHandler } from '#libs/wallets/opening.handlers.js';
import { RequestTransferHandler } from '#libs/transfers/transfer.handlers.js';
import type { ApiParts } from './api.parts.js';
import { BalancesController } from './balances/balances.controller.js';
import { ListBalancesHandler } from './balances/balances.queries.js';
import { BreaksController } from './breaks/breaks.controller.js';
import { FindBreakHandler, ListBreaksHandler } from './breaks/breaks.queries.js';
import { DepositsController } from './deposits/deposits.controller.js';
import { FindDepositHandler, ListDepositsHandler } from './deposits/deposits.queries.js';
import { ErrorPageController } from './docs/error-page.controller.js';
import { ExplainController } from './explain/explain.controller.js';
import { ExplainBalanceHandler } from './explain/explain.queries.js';
import { FeesController } from './fees/fees.controller.js';
import { ListFeesHandler } from './fees/fees.queries.js';
import { HealthController } from './health/health.controller.js';
import { HealthIndicators } from './health/health.indicators.js';
import { AddressBooksController } from './operators/address-books.controller.js';
import { FundingsController } from './operators/fundings.controller.js';
import { FindFundingHandler } from './operators/fundings.queries.js';
import { OperatorsController } from './operators/operators.controller.js';
import { FindOperatorHandler, ListOperatorsHandler } from './operators/operators.queries.js';
import { ReferencesController } from './references/references.controller.js';
import { FindReferencesHandler } from './references/references.queries.js';
import { SwapsController } from './swaps/swaps.controller.js';
import { FindSwapHandler, ListSwapsHandler } from './swaps/swaps.queries.js';
import { SweepsController } from './sweeps/sweeps.controller.js';
import { ListSweepsHandler } from './sweeps/sweeps.queries.js';
import { WalletOpeningsController } from './wallets/wallet-openings.controller.js';
import { WalletsController } from './wallets/wallets.controller.js';
import { ListWalletsHandler } from './wallets/wallets.queries.js';
import { WebhookInboxController } from './webhook-inbox/webhook-inbox.controller.js';
import {
  FindWebhookHandler,
  ListWebhooksHandler,
  ReplayWebhookHandler,
} from './webhook-inbox/webhook-inbox.handlers.js';
import { TraceController } from './trace/trace.controller.js';
import { FindTracesHandler } from './trace/trace.queries.js';
import { WidgetsController } from './widgets/widgets.controller.js';
import { FindWidgetHandler } from './widgets/widgets.queries.js';
import { TransfersController } from './transfers/transfers.controller.js';
import { FindTransferHandler, ListTransfersHandler } from './transfers/transfers.queries.js';
import { WithdrawalsController } from './withdrawals/withdrawals.controller.js';
import { FindWithdrawalHandler, ListWithdrawalsHandler } from './withdrawals/withdrawals.queries.js';

const controllers = [
  WithdrawalsController,
  TransfersController,
  SwapsController,
  DepositsController,
  SweepsController,
  FeesController,
  BalancesController,
  WalletsController,
  WalletOpeningsController,
  ReferencesController,
  WebhookInboxController,
  ExplainController,
  TraceController,
  BreaksController,
  OperatorsController,
  AddressBooksController,
  FundingsController,
  WidgetsController,
  HealthController,
  ErrorPageController,
];

const handlers = [
  RequestPayoutHandler,
  ChangeOperatorHandler,
  ChangeAddressBookHandler,
  ChangeFundingHandler,
  ChangeWidgetHandler,
  FindFundingHandler,
  FindOperatorHandler,
  ListOperatorsHandler,
  FindWidgetHandler,
  FindWithdrawalHandler,
  ListWithdrawalsHandler,
  RequestTransferHandler,
  FindTransferHandler,
  ListTransfersHandler,
  RequestSwapHandler,
  FindSwapHandler,
  ListSwapsHandler,
  FindDepositHandler,
  ListDepositsHandler,
  ListSweepsHandler,
  ListFeesHandler,
  ListBalancesHandler,
  ListWalletsHandler,
  RequestOpeningHandler,
  FindReferencesHandler,
  FindWebhookHandler,
  ListWebhooksHandler,
  ReplayWebhookHandler,
  ExplainBalanceHandler,
  FindTracesHandler,
  FindBreakHandler,
  ListBreaksHandler,
];

@Module({})
// oxlint-disable-next-line typescript/no-extraneous-class -- Nest knows a module by its class.
export class ApiModule {
  static of({ streams, database, clock, ids, environment, onboardingRequired, networks }: ApiParts): DynamicModule {
    const aggregates = new AggregateStore(streams, ids);
    const rule = { environment, requiredInTest: onboardingRequired, networks };
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), TerminusModule.forRoot({ logger: false })],
      controllers,
      providers: [
        { provide: EventStreams, useValue: streams },
        { provide: Database, useValue: database },
        { provide: Clock, useValue: clock },
        { provide: Ids, useValue: ids },
        { provide: AggregateStore, useValue: aggregates },
        { provide: MovementChecks, useValue: new MovementChecks(aggregates, rule) },
        { provide: Accounts, useValue: new Accounts(aggregates, 'api') },
        HealthIndicators,
        ...handlers,
      ],
    };
  }
}
