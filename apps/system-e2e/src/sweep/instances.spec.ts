import 'reflect-metadata';
import { Controller, Module, type Type } from '@nestjs/common';
import { auditModule, auditPolicy } from '@passerelle/platform/features/audit-trail';
import { bindOperations, Operation } from '@passerelle/platform/runtime/operations';
import { referenceModule } from '@passerelle/platform/features/reference';
import type { Policy } from '@passerelle/platform/access/rights';
import { choiceBy } from '@passerelle/testing/choice';
import { z } from 'zod';
import { cooperation } from '../../../cooperation/src/cooperation.js';
import { gateway } from '../../../gateway/src/gateway.js';
import { networks } from '../../../networks/src/networks.js';
import { projects } from '../../../projects/src/projects.js';
import { representation } from '../../../representation/src/representation.js';
import { makerOf, oneOfEach } from './instances.ts';

const services = [cooperation, representation, networks, projects, gateway];

interface Service {
  readonly name: string;
  readonly module: object;
  readonly policy: Policy;
}

/** Every method that answers an operation, as source text, with its class. */
function handlersOf({
  name,
  module,
  policy,
}: Service): { id: string; path: string; service: string; written: string }[] {
  const operations = new Map(bindOperations(name, module, policy).map((each) => [each.subject, each]));
  return controllersBelow(module).flatMap((controller) => {
    const methods = Object.values(Object.getOwnPropertyDescriptors(controller.prototype));
    return methods.flatMap(({ value }) => {
      const [subject]: string[] = Reflect.getMetadata('microservices:pattern', value) ?? [];
      const operation = operations.get(subject ?? '');
      if (operation === undefined) return [];
      return [{ id: operation.id, path: operation.path, service: name, written: `${controller}: ${value}` }];
    });
  });
}

function controllersBelow(module: object, seen = new Set<object>()): Type[] {
  const target = 'module' in module ? (module.module as object) : module;
  if (seen.has(target)) return [];
  seen.add(target);
  const imports: object[] = Reflect.getMetadata('imports', target) ?? [];
  const own: Type[] = Reflect.getMetadata('controllers', target) ?? [];
  return [...own, ...imports.flatMap((imported) => controllersBelow(imported, seen))];
}

const things: Service[] = [
  { name: 'things', module: referenceModule(['actionStates']), policy: {} },
  { name: 'things', module: auditModule('things'), policy: auditPolicy('things') },
];
const made = new Set(things.flatMap(handlersOf).map(({ written }) => written));
const handlers = services.flatMap(handlersOf);

/** Handlers at an address whose handlers should all have one maker, and that do not. */
const madeOtherwise = (given: typeof handlers): string[] =>
  given.filter(({ path, written }) => makerOf({ path }) !== undefined && !made.has(written)).map(({ id }) => id);

it('finds code lists and audit trails made by one maker in every service', () => {
  expect(handlers.length).toBe(
    services.flatMap(({ name, module, policy }) => bindOperations(name, module, policy)).length,
  );
  expect(handlers.filter(({ path }) => makerOf({ path }) !== undefined).length).toBeGreaterThan(60);
  expect(madeOtherwise(handlers)).toEqual([]);
});

@Controller()
class OwnController {
  @Operation({ route: 'GET /refData/own', summary: 'Read a list', scope: 'public', returns: z.object({}) })
  readOwn(): object {
    return {};
  }
}

@Module({ controllers: [OwnController] })
class OwnModule {}

it('would notice a code list with a handler of its own', () => {
  expect(madeOtherwise(handlersOf({ name: 'things', module: OwnModule, policy: {} }))).toEqual(['readOwnRefData']);
});

it('chooses every handler of a maker, and one address in each service', () => {
  for (const seed of ['one', 'two', 'three', 'four', 'five']) {
    const chosen = oneOfEach(handlers, ({ service }) => service, choiceBy(seed));
    const audit = chosen.filter((operation) => makerOf(operation) === 'audit');
    expect(new Set(audit.map(({ service }) => service)).size).toBe(services.length);
    expect(new Set(audit.map(({ written }) => written)).size).toBe(4);
    const lists = chosen.filter((operation) => makerOf(operation) === 'code list').map(({ service }) => service);
    expect(new Set(lists).size).toBe(lists.length);
    const own = handlers.filter((operation) => makerOf(operation) === undefined);
    expect(chosen).toHaveLength(own.length + audit.length + lists.length);
  }
});

it('chooses every one of them in turn', () => {
  const seeds = Array.from({ length: 400 }, (_, number) => choiceBy(String(number)));
  const met = new Set(
    seeds.flatMap((choice) => oneOfEach(handlers, ({ service }) => service, choice).map(({ id }) => id)),
  );
  expect(met).toEqual(new Set(handlers.map(({ id }) => id)));
});
