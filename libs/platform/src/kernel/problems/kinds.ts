import { belgifKind, refusalKind } from './texts/refusal-kind.js';

// The problems that any operation can return. A feature declares its own next to its rules.

export const badRequest = belgifKind({
  code: 'badRequest',
  status: 400,
  title: 'Bad Request',
});

export const noAccessToken = belgifKind({
  code: 'noAccessToken',
  status: 401,
  title: 'No Access Token',
});

export const invalidAccessToken = belgifKind({
  code: 'invalidAccessToken',
  status: 401,
  title: 'Invalid Access Token',
});

export const expiredAccessToken = belgifKind({
  code: 'expiredAccessToken',
  status: 401,
  title: 'Expired Access Token',
});

export const invalidApiKey = refusalKind({
  code: 'invalidApiKey',
  status: 401,
  title: 'Invalid API Key',
});

export const missingScope = belgifKind({
  code: 'missingScope',
  status: 403,
  title: 'Missing Scope',
});

export const missingPermission = belgifKind({
  code: 'missingPermission',
  status: 403,
  title: 'Missing Permission',
});

export const resourceNotFound = belgifKind({
  code: 'resourceNotFound',
  status: 404,
  title: 'Resource Not Found',
});

export const methodNotAllowed = refusalKind({
  code: 'methodNotAllowed',
  status: 405,
  title: 'Method Not Allowed',
});

export const notAcceptable = refusalKind({
  code: 'notAcceptable',
  status: 406,
  title: 'Not Acceptable',
});

export const stalePrecondition = refusalKind({
  code: 'stalePrecondition',
  status: 412,
  title: 'Precondition Failed',
});

export const preconditionRequired = refusalKind({
  code: 'preconditionRequired',
  status: 428,
  title: 'Precondition Required',
});

export const idempotencyConflict = refusalKind({
  code: 'idempotencyConflict',
  status: 409,
  title: 'Idempotency Conflict',
});

export const requestInProgress = refusalKind({
  code: 'requestInProgress',
  status: 409,
  title: 'Request In Progress',
  retryAfterSec: 1,
});

export const payloadTooLarge = belgifKind({
  code: 'payloadTooLarge',
  status: 413,
  title: 'Payload Too Large',
});

export const unsupportedMediaType = refusalKind({
  code: 'unsupportedMediaType',
  status: 415,
  title: 'Unsupported Media Type',
});

export const tooManyRequests = belgifKind({
  code: 'tooManyRequests',
  status: 429,
  title: 'Too Many Requests',
});

export const internalServerError = belgifKind({
  code: 'internalServerError',
  status: 500,
  title: 'Internal Server Error',
});

export const overloaded = refusalKind({
  code: 'overloaded',
  status: 503,
  title: 'Overloaded',
  retryAfterSec: 1,
});

export const serviceUnavailable = belgifKind({
  code: 'serviceUnavailable',
  status: 503,
  title: 'Service Unavailable',
  retryAfterSec: 5,
});

export const gatewayTimeout = refusalKind({
  code: 'gatewayTimeout',
  status: 504,
  title: 'Gateway Timeout',
});
