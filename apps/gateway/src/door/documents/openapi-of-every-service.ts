import type { OperationDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';

// Some operations are the same in every service, each for its own records: `/v1/audit/networks`. They are documented once, with
// the services as the values of a parameter.

/** Operations and what answers them, in words for the documents. */
export interface Documented {
  readonly service: string;
  readonly operations: readonly OperationDescription[];
}

export function documentedOnce(descriptions: readonly ServiceDescription[]): Documented[] {
  const own = descriptions.map(({ service, operations }) => ({
    service,
    operations: operations.filter(({ ofEveryService }) => ofEveryService !== true),
  }));
  const ofEvery = descriptions.flatMap(({ operations }) =>
    operations.filter(({ ofEveryService }) => ofEveryService === true),
  );
  const groups = [...Map.groupBy(ofEvery, ({ id }) => id).values()];
  return [...own, { service: '{service}', operations: groups.flatMap(asOneOfAll) }];
}

/** The services are the last segments of the addresses. */
function asOneOfAll(group: readonly OperationDescription[]): OperationDescription[] {
  const [first] = group;
  if (first === undefined) return [];
  const services = group.map(({ path }) => path.slice(lastSegment(path)));
  const service = { type: 'string', enum: services, description: 'The service that answers, for its own records.' };
  return [
    {
      ...first,
      path: `${first.path.slice(0, lastSegment(first.path))}{service}`,
      params: { type: 'object', properties: { service }, required: ['service'] },
    },
  ];
}

/** Where the last segment of a path begins. */
const lastSegment = (path: string): number => path.lastIndexOf('/') + 1;
