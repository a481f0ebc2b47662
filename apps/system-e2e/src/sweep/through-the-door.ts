// Sends invalid requests through the gateway to the services, and checks the answers.
import type { HttpAnswer } from '@passerelle/testing/door';
import { longTestLimitMs, startLimitMs, wholeProductLimitMs } from '@passerelle/testing/limits';
import { faultsAmong, type System } from '../security/system.ts';
import type { Assault } from './assault.ts';
import type { SweptOperation } from './contract.ts';
import { faultIn } from './verdict.ts';

/** Concurrent requests: all services share one process here, where more would only slow each other down. */
export const atOnce = 4;

export const patience = { startMs: startLimitMs, sampleMs: longTestLimitMs, wholeMs: wholeProductLimitMs } as const;

export interface BadRequest {
  readonly operation: SweptOperation;
  readonly assault: Assault;
}

/** The client who may perform the operation, so that only the fault can be refused. */
export function clientFor({ scope = '' }: Pick<SweptOperation, 'scope'>): string {
  if (scope.startsWith('audit:')) return 'auditor';
  if (scope.endsWith(':approve')) return 'approver';
  return scope === 'admin' ? 'admin' : 'editor';
}

function send(system: System, { operation, assault }: BadRequest): Promise<HttpAnswer> {
  const { method, path, headers = {}, body, anonymous } = assault;
  const token = anonymous === true ? '' : system.issuer.tokens[clientFor(operation)];
  return system.ask(method, path, { headers, ...(body === undefined ? {} : { body }), token });
}

export const sweep = (system: System, requests: readonly BadRequest[]): Promise<string[]> =>
  faultsAmong(
    requests,
    async (request) => {
      const fault = faultIn(request.assault, await send(system, request));
      return fault === undefined ? undefined : `${request.operation.id}, ${request.assault.what}: ${fault}`;
    },
    atOnce,
  );
