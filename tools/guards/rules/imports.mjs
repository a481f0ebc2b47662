// Forbidden imports and globals. `process.env` belongs to configuration; HTTP calls belong to one capability.

const environment = {
  name: 'node:process',
  importNames: ['env'],
  message:
    'No environment here: add the variable to the Zod schema of @passerelle/platform/kernel/config and take the parsed value.',
};

const through =
  'Only @passerelle/platform/access/identity may call out, to discover issuers, and the subscriber in call.ts.';

const httpClients = [
  ...['undici', 'axios', 'got', 'node-fetch', 'superagent'].map((name) => ({ name, message: through })),
  ...['http', 'https', 'http2', 'node:https', 'node:http2'].map((name) => ({ name, message: through })),
  {
    name: 'node:http',
    allowImportNames: ['createServer', 'Server', 'IncomingMessage', 'ServerResponse', 'STATUS_CODES'],
    message: `Only what serves may be imported from node:http. ${through}`,
  },
];

const noConnection = {
  name: '@nats-io/transport-node',
  importNames: ['connect', 'wsconnect'],
  message:
    'A process has one NATS connection, which never gives up: take `ServiceContext.connection` of @passerelle/platform/runtime/service.',
};

const noEnvironment = {
  'no-restricted-properties': ['error', { object: 'process', property: 'env', message: environment.message }],
};

/** Sources of apps and libs: no environment, no HTTP client. */
export const sourceImports = {
  ...noEnvironment,
  'no-restricted-imports': ['error', { paths: [environment, ...httpClients] }],
  'no-restricted-globals': ['error', { name: 'fetch', message: through }],
};

/** Apps also leave the connection to the platform. */
export const appImports = {
  ...sourceImports,
  'no-restricted-imports': ['error', { paths: [environment, ...httpClients, noConnection] }],
};

/** libs/platform/src/kernel/config reads the environment for all services. */
export const configImports = {
  'no-restricted-properties': 'off',
  'no-restricted-imports': ['error', { paths: httpClients }],
};

/** The one capability that may call out: it reads the keys of issuers. */
export const discoveryImports = {
  ...noEnvironment,
  'no-restricted-imports': ['error', { paths: [environment] }],
  'no-restricted-globals': 'off',
};

export const freeImports = {
  'no-restricted-properties': 'off',
  'no-restricted-imports': 'off',
  'no-restricted-globals': 'off',
};
