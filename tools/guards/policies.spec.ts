import { Controller, Module } from '@nestjs/common';
import { bindOperations, Operation } from '@passerelle/platform/runtime/operations';
import type { Policy } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';

// A service does not start when its policy omits an operation: this test fails earlier.

const services = [cooperation, representation, networks, projects, gateway];
const binding = ({ name, module, policy }: { name: string; module: object; policy: Policy }) =>
  bindOperations(name, module, policy);
const without = (policy: Policy, id: string): Policy =>
  Object.fromEntries(Object.entries(policy).filter(([other]) => other !== id));

it.each(services)('$name has a policy entry for each of its operations', (service) => {
  const guarded = binding(service).filter(({ scope }) => scope !== 'public');
  expect(guarded.map(({ id }) => id).toSorted()).toEqual(Object.keys(service.policy).toSorted());
  expect(guarded.filter(({ grant }) => Object.values(grant).flat().length === 0)).toEqual([]);
  const open = binding(service).filter(({ scope }) => scope === 'public');
  expect(open.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it.each(services)('$name does not start without any one of its entries', (service) => {
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

it('finds an operation without an entry and an entry without an operation, and exempts public operations', () => {
  const bound = (policy: Policy) => () => bindOperations('things', NewModule, policy);
  const listThings = { editor: ['own'] } as const;
  expect(bound({})).toThrow('The policy says nothing about listThings');
  expect(bound({ listThings, removeThing: listThings })).toThrow('The policy names removeThing');
  expect(bound({ listThings })().map(({ id }) => id)).toEqual(['listThings', 'readOpen']);
});
