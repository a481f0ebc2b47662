import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/collections';
import { Operation, type Call } from '@passerelle/platform/operations';
import {
  languageIncomplete,
  preconditionRequired,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/problems';
import { networkExample } from '../examples.js';
import type { NetworkRecord } from './network.entity.js';
import { Network, NetworkChange, networks, NewNetwork, type NetworkQuery } from './network.schema.js';
import { NetworksService } from './networks.service.js';

const read = 'networks:read';
const write = 'networks:write';

@Controller()
export class NetworksController {
  constructor(private readonly networks: NetworksService) {}

  @Operation({
    route: 'GET /networks',
    summary: 'List networks of cities and regions',
    scope: read,
    query: networks.query,
    returns: networks.page,
  })
  list({ query, caller }: Call<undefined, never, NetworkQuery>): Promise<Page> {
    return this.networks.list(query, caller);
  }

  @Operation({
    route: 'GET /networks/{networkId}',
    summary: 'Read a network',
    scope: read,
    returns: Network,
    refuses: [resourceNotFound],
  })
  read({ params, caller }: Call<undefined, 'networkId'>): Promise<NetworkRecord> {
    return this.networks.read(params.networkId, caller);
  }

  @Operation({
    route: 'POST /networks',
    summary: 'Register a network',
    scope: write,
    body: NewNetwork,
    returns: Network,
    refuses: [languageIncomplete],
    examples: { metrex: networkExample },
  })
  register({ body }: Call<NewNetwork>): Promise<NetworkRecord> {
    return this.networks.register(body);
  }

  @Operation({
    route: 'PATCH /networks/{networkId}',
    summary: 'Correct what the register says of a network',
    scope: write,
    body: NetworkChange,
    returns: Network,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, languageIncomplete],
    examples: { seat: { seatCountry: 'BE' } },
  })
  change({ params, body, expectedVersion }: Call<NetworkChange, 'networkId'>): Promise<NetworkRecord> {
    return this.networks.change(params.networkId, expectedVersion, body);
  }
}
