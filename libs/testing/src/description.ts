/** Builders of service descriptions, for unit tests of the door. */
import type {
  FactDescription,
  OperationDescription,
  ServiceDescription,
} from '@passerelle/platform/runtime/announcements';

const words = (path: string): string =>
  path.replaceAll(/[^a-z\d]+(\w?)/gi, (_, letter: string) => letter.toUpperCase());

const methods = ['GET', 'POST', 'PATCH', 'DELETE'] as const;

/** `anOperation('networks', 'GET /v1/offices/{officeId}')` */
export function anOperation(
  service: string,
  route: `${OperationDescription['method']} /${string}`,
  more: Partial<OperationDescription> = {},
): OperationDescription {
  const method = methods.find((verb) => route.startsWith(`${verb} `)) ?? 'GET';
  const path = route.slice(method.length + 1);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const id = `${method.toLowerCase()}${words(path)}`;
  return {
    id,
    subject: `rpc.${service}.${id}`,
    method,
    path,
    resource: path.split('/')[2] ?? '',
    scope: `${service}:${method === 'GET' ? 'read' : 'write'}`,
    anonymous: false,
    summary: `Do ${id}`,
    status: method === 'POST' ? 201 : 200,
    params: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) },
    returns: { $ref: '#/components/schemas/Problem' },
    refusals: [],
    ...more,
  };
}

/** `aFact('networks', 'offices.opened')` */
export function aFact(service: string, name: string, more: Partial<FactDescription> = {}): FactDescription {
  const [resource = '', verb = ''] = name.split('.');
  return {
    type: `test.${service}.v1.${resource}.notify.${verb}`,
    subject: `facts.int.${service}.${resource}.${verb}.v1`,
    resource,
    verb,
    version: '1.0',
    summary: `In ${resource}, something was ${verb}.`,
    data: { type: 'object' },
    also: [],
    ...more,
  };
}

export const aDescription = (service: string, more: Partial<ServiceDescription> = {}): ServiceDescription => ({
  service,
  version: '1.0.0',
  hash: `hash of ${service}`,
  operations: [],
  facts: [],
  codeLists: [],
  products: [],
  schemas: { Problem: { type: 'object' } },
  ...more,
});
