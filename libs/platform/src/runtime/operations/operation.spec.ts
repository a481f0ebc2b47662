import { Controller, Module, type Type } from '@nestjs/common';
import { z } from 'zod';
import { shared, type Policy } from '../../access/rights/index.js';
import { bindOperations, Operation } from './operation.js';

const returns = z.object({ ref: z.string() });
const open = { summary: 'For a test', scope: 'public', returns };

@Controller()
class StudiesController {
  @Operation({ route: 'GET /jointStudies', ...open })
  list() {}

  @Operation({ route: 'GET /jointStudies/{jointStudyId}/{language}', ...open })
  read() {}

  @Operation({ route: 'POST /jointStudies', ...open })
  register() {}

  @Operation({ route: 'POST /jointStudies/{jointStudyId}/signatures', status: 200, ...open })
  sign() {}

  helper() {}
}

@Controller()
class PartiesController {
  @Operation({ route: 'GET /studies/{studyId}/parties', resource: 'parties', ...open })
  list() {}
}

@Module({ controllers: [PartiesController] })
class PartiesModule {}

@Module({ imports: [PartiesModule], controllers: [StudiesController] })
class StudiesModule {}

@Module({ imports: [StudiesModule, PartiesModule] })
class AppModule {}

it('finds every operation below a module, once each', () => {
  expect(bindOperations('cooperation', AppModule, {}).map(({ id }) => id)).toEqual([
    'listJointStudies',
    'readJointStudy',
    'registerJointStudy',
    'signJointStudy',
    'listParties',
  ]);
});

it('assigns each its subject, address and status', () => {
  const operations = bindOperations('cooperation', StudiesModule, {});
  expect(operations.map(({ subject, method, path, status }) => [subject, method, path, status])).toEqual([
    ['rpc.cooperation.joint-studies.list', 'GET', '/v1/jointStudies', 200],
    ['rpc.cooperation.joint-studies.read', 'GET', '/v1/jointStudies/{jointStudyId}/{language}', 200],
    ['rpc.cooperation.joint-studies.register', 'POST', '/v1/jointStudies', 201],
    ['rpc.cooperation.joint-studies.sign', 'POST', '/v1/jointStudies/{jointStudyId}/signatures', 200],
    ['rpc.cooperation.parties.list', 'GET', '/v1/studies/{studyId}/parties', 200],
  ]);
});

it('requires a UUID for an id, and a short plain word for any other parameter', () => {
  const params = bindOperations('cooperation', StudiesModule, {})[1]?.params ?? z.never();
  const jointStudyId = '0193a5c4-0000-7000-8000-000000000001';
  const accepts = (language: string, id = jointStudyId) => params.safeParse({ jointStudyId: id, language }).success;
  expect([accepts('fr'), accepts('BE-BRU')]).toEqual([true, true]);
  const refused = ['', 'a/b', "'; drop table x; --", 'é', 'x'.repeat(201)].filter((word) => accepts(word));
  expect(refused).toEqual([]);
  expect(accepts('fr', 'CO-2026-0001')).toBe(false);
});

it('refuses two operations at one subject, or at one address under two names', () => {
  @Controller()
  class SameSubject {
    @Operation({ route: 'GET /archive', resource: 'jointStudies', ...open })
    list() {}
  }
  @Controller()
  class SameAddress {
    @Operation({ route: 'GET /jointStudies/{id}/{tongue}', ...open })
    find() {}
  }
  for (const controller of [SameSubject, SameAddress]) {
    @Module({ imports: [StudiesModule], controllers: [controller] })
    class TwinModule {}
    expect(() => bindOperations('cooperation', TwinModule, {})).toThrow(/Two operations share the (operation|address)/);
  }
});

it('does not start a service whose policy omits an operation or names an unknown one', () => {
  @Controller()
  class GuardedController {
    @Operation({ route: 'GET /secrets', ...open, scope: 'cooperation:read' })
    list() {}
  }
  @Module({ imports: [StudiesModule], controllers: [GuardedController] })
  class GuardedModule {}
  const bind = (policy: Policy) => bindOperations('cooperation', GuardedModule, policy);
  expect(() => bind({})).toThrow('The policy says nothing about listSecrets');
  expect(() => bind({ listSecrets: shared, listNothing: shared })).toThrow('names listNothing');
  expect(bind({ listSecrets: shared })).toHaveLength(6);
});

describe('a transition', () => {
  const on = z.iso.date();
  const route = 'POST /jointStudies/{jointStudyId}/transitions';

  class Life {
    @Operation({
      route,
      transition: 'sign',
      body: z.strictObject({ on }).meta({ id: 'Signature' }),
      ...open,
      examples: { day: { on: '2026-01-01' } },
    })
    sign() {}

    @Operation({ route, transition: 'end', ...open })
    end() {}
  }
  const bound = (controller: Type) => {
    class LifeModule {}
    Module({ controllers: [controller] })(LifeModule);
    Controller()(controller);
    return bindOperations('cooperation', LifeModule, {});
  };

  it('shares an address with others, and has a subject of its own', () => {
    expect(bound(Life).map(({ id, subject, path, status }) => [id, subject, path, status])).toEqual([
      ['signJointStudy', 'rpc.cooperation.joint-studies.sign', '/v1/jointStudies/{jointStudyId}/transitions', 200],
      ['endJointStudy', 'rpc.cooperation.joint-studies.end', '/v1/jointStudies/{jointStudyId}/transitions', 200],
    ]);
  });

  it('is named by its body, and by its examples', () => {
    const [sign, end] = bound(Life);
    expect(sign?.body?.safeParse({ transition: 'sign', on: '2026-01-01' }).success).toBe(true);
    expect(sign?.examples).toEqual({ day: { transition: 'sign', on: '2026-01-01' } });
    expect(end?.body?.safeParse({ transition: 'end' }).success).toBe(true);
    for (const body of [
      { on: '2026-01-01' },
      { transition: 'end', on: '2026-01-01' },
      { transition: 'sign', on: '2026-01-01', x: 1 },
    ])
      expect(sign?.body?.safeParse(body).success).toBe(false);
  });

  it('must have a name of its own at the address of transitions', () => {
    class Twins {
      @Operation({ route, transition: 'sign', ...open })
      sign() {}

      @Operation({ route, transition: 'sign', ...open })
      repeat() {}
    }
    expect(() => bound(Twins)).toThrow('Two operations share the address');
    class Elsewhere {
      @Operation({ route: 'POST /jointStudies/{jointStudyId}/signatures', transition: 'sign', ...open })
      sign() {}
    }
    expect(() => bound(Elsewhere)).toThrow('must be POST …/transitions');
  });
});
