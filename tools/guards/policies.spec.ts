import { Controller, Module } from '@nestjs/common';
import { bindOperations, Operation } from '@passerelle/platform/operations';
import type { Policy } from '@passerelle/platform/rights';
import { z } from 'zod';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';

// An operation that the policy says nothing about keeps its service from starting: here it fails before that.

const services = [cooperation, representation, networks, projects, gateway];
const binding = ({ name, module, policy }: { name: string; module: object; policy: Policy }) =>
  bindOperations(name, module, policy);
const without = (policy: Policy, id: string): Policy =>
  Object.fromEntries(Object.entries(policy).filter(([other]) => other !== id));

it.each(services)('$name says who may perform each of its operations', (service) => {
  const guarded = binding(service).filter(({ scope }) => scope !== 'public');
  expect(guarded.map(({ id }) => id).toSorted()).toEqual(Object.keys(service.policy).toSorted());
  expect(guarded.filter(({ grant }) => Object.values(grant).flat().length === 0)).toEqual([]);
  const open = binding(service).filter(({ scope }) => scope === 'public');
  expect(open.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it.each(services)('$name does not start with any one of its entries gone', (service) => {
  const ids = Object.keys(service.policy);
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids)
    expect(() => binding({ ...service, policy: without(service.policy, id) })).toThrow(
      `The policy says nothing about ${id}`,
    );
});

@Controller()
class NewController {
  @Operation({ route: 'GET /things', summary: 'List things', scope: 'things:read', returns: z.object({}) })
  list(): void {}

  @Operation({ route: 'GET /open', summary: 'Read what is open', scope: 'public', returns: z.object({}) })
  read(): void {}
}

@Module({ controllers: [NewController] })
class NewModule {}

it('knows of an operation nobody has thought of, of an entry for none, and of what is open to all', () => {
  const bound = (policy: Policy) => () => bindOperations('things', NewModule, policy);
  const listThings = { editor: ['own'] } as const;
  expect(bound({})).toThrow('The policy says nothing about listThings');
  expect(bound({ listThings, removeThing: listThings })).toThrow('The policy speaks of removeThing');
  expect(bound({ listThings })().map(({ id }) => id)).toEqual(['listThings', 'readOpen']);
});
