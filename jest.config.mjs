const swc = (moduleType) => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
    module: { type: moduleType },
    sourceMaps: 'inline',
  },
];

// ESM-only packages that a CommonJS dependency require()s: Jest can require(esm) only on Node >= 24.9, so these few
// are compiled to CommonJS.
const requiredEsm = ['content-disposition', 'cookie'].join('|');

export default {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/projections', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: { '^#(.*)\\.js$': '<rootDir>/$1.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': swc('es6'),
    [`/node_modules/(${requiredEsm})/.+\\.js$`]: swc('commonjs'),
  },
  transformIgnorePatterns: [`/node_modules/(?!(.*/)?(${requiredEsm})/)`],
  testTimeout: 30_000,
  // Jest keeps the modules of every suite that a worker has run: beyond this it starts another one, or three take 10 GB.
  workerIdleMemoryLimit: '800MB',
};
