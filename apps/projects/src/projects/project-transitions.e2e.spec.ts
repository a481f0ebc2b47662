import { longTestLimitMs } from '@passerelle/testing/limits';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import fc from 'fast-check';
import { partnerExample, programmeExample, projectExample } from '../examples.js';
import { projects as service } from '../projects.js';

// What GET lists is what POST performs, on the way of any project through its life, whoever asks.

const stage = onStage(service);
const on = '2026-06-30';
const reason = { fr: 'Une raison.', nl: 'Een reden.' };
/** In the usual order. */
const acts = ['start', 'suspend', 'resume', 'end', 'close', 'revertClosure', 'terminate'];
const callers = { editor, auditor, partnerFlanders, anonymous };

const turn = fc.record({
  chosen: fc.nat(),
  lawful: fc.boolean(),
  caller: fc.constantFrom(editor, editor, editor, ...Object.values(callers)),
});
type Random = typeof turn extends fc.Arbitrary<infer Each> ? Each : never;
type Turn = Omit<Random, 'chosen'> & { readonly chosen: number | string };

describe('the life of a project', () => {
  const performed = new Set<string>();
  let programmeId: string;
  let acronyms = 0;

  beforeAll(async () => {
    const rule = { consortiumRule: { minPartners: 2 } };
    const body = { ...programmeExample, ...rule, code: 'transitions' };
    programmeId = (await stage.client.call('rpc.projects.programmes.register', { body })).body.id;
  });

  async function project(origin: object): Promise<string> {
    const body = { ...projectExample, ...origin, programmeId, acronym: `LIFE-${++acronyms}`, endsOn: on };
    return (await stage.client.call('rpc.projects.projects.register', { body })).body.id;
  }

  const join = (projectId: string, role: string) =>
    stage.client.call('rpc.projects.partners.join', { path: { projectId }, body: { ...partnerExample, role } });

  async function step(projectId: string, { chosen, lawful, caller }: Turn): Promise<void> {
    const ask = (verb: string, options: object = {}) =>
      stage.client.call(`rpc.projects.projects.${verb}`, { path: { projectId }, ...options });
    const { status, origin } = (await ask('read')).body;
    const items: { transition: string }[] = (await ask('transitions', { caller })).body.items ?? [];
    const listed = items.map(({ transition }) => transition);
    const lively = listed.filter((name) => name !== 'retract' && name !== 'terminate');
    const names = lawful && lively.length > 0 ? lively : [...acts, 'retract'];
    const transition = typeof chosen === 'string' ? chosen : (names[chosen % names.length] ?? '');
    const body = { transition, ...(transition === 'retract' ? {} : { on, reason }) };
    const answer = await ask(transition.replace('C', '-c'), { body, caller });
    const seen = { transition, status, origin, by: caller.subject, isListed: listed.includes(transition) };
    expect({ ...seen, done: answer.status === 200 }).toEqual({ ...seen, done: seen.isListed });
    if (seen.isListed) performed.add(transition);
    else expect([401, 403, 404, 409]).toContain(answer.status);
  }

  it.each([
    { origin: 'own' },
    { origin: 'imported', importSource: 'keep', departments: [], role: undefined, title: { en: 'Bridges' } },
  ])(
    'is what GET lists, for any acts of any callers: $origin',
    async (origin) => {
      const law = fc.asyncProperty(
        fc.array(turn, { minLength: 15, maxLength: 25, size: 'max' }),
        fc.constantFrom([], ['lead'], ['lead', 'partner'], ['lead', 'partner']),
        async (turns, partners) => {
          const id = await project(origin);
          for (const role of partners) await join(id, role);
          for (const each of turns) await step(id, each);
        },
      );
      const usual = await project(origin);
      for (const role of ['lead', 'partner']) await join(usual, role);
      for (const chosen of acts) await step(usual, { chosen, lawful: true, caller: editor });
      await fc.assert(law, { numRuns: 12, endOnFailure: true });
      expect(acts.filter((name) => !performed.has(name))).toEqual([]);
    },
    longTestLimitMs,
  );
});
