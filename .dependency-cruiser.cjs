// The import arrows of docs/architecture.md, checked by `npm run check`.
const spec = '\\.spec\\.ts$|spec-support|fixtures';
const decides =
  '^libs/(decider|money|chains)/|^libs/(attempts|ledger|payouts|gate|wallets|deposits|intents|swaps|sweeps|fees|operators|reconciliation)/(?!.*\\.(handler|handlers|reactor|job|module)\\.ts$|.*(streams|accounts|intents|match-(payout|swap)|pulled-(withdrawal|swap|sweep))\\.ts$)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'libs-know-no-apps-and-no-projections',
      severity: 'error',
      from: { path: '^libs/', pathNot: spec },
      to: { path: '^(apps|projections|test|bench)/' },
    },
    {
      name: 'projections-know-no-apps',
      severity: 'error',
      from: { path: '^projections/', pathNot: spec },
      to: { path: '^(apps|test|bench)/' },
    },
    {
      name: 'projections-know-facts-only',
      severity: 'error',
      from: { path: '^projections/.*\\.(projection|tables)\\.ts$' },
      to: {
        path: '^libs/(ledger|payouts|gate|wallets|deposits|operators|webhooks-in|swaps|sweeps|fees|reconciliation)/',
        pathNot: '\\.(events|codec)\\.ts$|/(posting|account-name|webhook-id|items)\\.ts$',
      },
    },
    {
      name: 'apps-know-no-other-app',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: spec },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'deciding-files-know-no-adapter',
      severity: 'error',
      from: { path: decides, pathNot: spec },
      to: { path: '^libs/(event-streams|read-store|inabit|embedded|platform)/|^node_modules/@nestjs' },
    },
    {
      name: 'the-public-web-process-cannot-move-money',
      severity: 'error',
      from: { path: '^apps/api/main\\.ts$' },
      to: { path: '^libs/inabit/', reachable: true },
    },
    {
      name: 'the-gate-cannot-ask-for-money',
      severity: 'error',
      from: { path: '^apps/gate/main\\.ts$' },
      to: { path: '^libs/inabit/(platform-payments|create-inabit-gateway)\\.ts$', reachable: true },
    },
    {
      name: 'the-sandbox-shares-no-code',
      severity: 'error',
      from: { path: '^apps/inabit-sandbox/', pathNot: spec },
      to: { path: '^(libs|projections)/' },
    },
    {
      name: 'one-door-to-the-event-store',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: `^libs/(event-streams|embedded)/|${spec}` },
      to: { path: 'node_modules/@eventstore' },
    },
    {
      name: 'one-door-to-postgres',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: `^libs/read-store/|${spec}` },
      to: { path: 'node_modules/pg(-copy-streams)?/' },
    },
    {
      name: 'one-door-to-the-provider',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: `^libs/inabit/|${spec}` },
      to: { path: 'node_modules/@apollo' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
