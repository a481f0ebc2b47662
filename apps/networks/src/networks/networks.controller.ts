import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  languageIncomplete,
  preconditionRequired,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
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
  list(call: Call<undefined, never, NetworkQuery>): Promise<Page> {
    return this.networks.list(call);
  }

  @Operation({
    route: 'GET /networks/{networkId}',
    summary: 'Read a network',
    scope: read,
    returns: Network,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'networkId'>): Promise<NetworkRecord> {
    return this.networks.read(call);
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
  register(call: Call<NewNetwork>): Promise<NetworkRecord> {
    return this.networks.register(call);
  }

  @Operation({
    route: 'PATCH /networks/{networkId}',
    summary: 'Correct a network',
    scope: write,
    body: NetworkChange,
    returns: Network,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, languageIncomplete],
    examples: { seat: { seatCountry: 'BE' } },
  })
  change(call: Call<NetworkChange, 'networkId'>): Promise<NetworkRecord> {
    return this.networks.change(call);
  }
}
