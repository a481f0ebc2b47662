import { addDays, today } from '@passerelle/domain/period';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { onStage } from '@passerelle/testing/stage';
import { approver, editor, partnerFlanders, type Answer } from '@passerelle/testing/start-app';
import fc from 'fast-check';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { consultable } from './consultable.builder.js';
import { transitionOf } from './consulting.builder.js';
import { answersExample, byLetter, decisionExample, opinionExample } from './consultation.example.js';

const stage = onStage(cooperation);

describe('the model of a consultation', () => {
  // Two regions perform random acts on a consultation while days pass. A model of thirty lines predicts the outcome of
  // each act, and the running service must match it.

  const callers = { flanders: partnerFlanders, editor, approver };
  type Who = keyof typeof callers;
  const sideOf = (who: Who) => (who === 'flanders' ? 'author' : 'affected');

  interface Model {
    status: string;
    version: number;
    proposal: { by: string; dueOn: string } | undefined;
    dueOn: string | undefined;
    hasOpinion: boolean;
  }

  interface Real {
    readonly id: string;
    opinionId: string;
  }

  const day = (offset: number): string => addDays(today(new Date()), offset);
  const replyDueOn = day(10);
  const days = [day(30), day(40), day(50)];

  /** `undefined` if the act is allowed; otherwise the expected refusal. */
  type Law = (model: Model, who: Who, dueOn: string) => string | undefined;

  const when =
    (...states: string[]) =>
    ({ status }: Model): string | undefined =>
      states.includes(status) ? undefined : '409 illegalTransition';
  const only =
    (...who: Who[]) =>
    (_: Model, asking: Who): string | undefined =>
      who.includes(asking) ? undefined : '403 missingPermission';
  const scoped = (_: Model, asking: Who): string | undefined => (asking === 'editor' ? '403 missingScope' : undefined);
  const all =
    (...laws: Law[]): Law =>
    (model, who, dueOn) =>
      laws.map((law) => law(model, who, dueOn)).find((refusal) => refusal !== undefined);
  const accepted: Law = ({ proposal }, who, dueOn) => {
    if (proposal?.dueOn !== dueOn) return '409 notProposed';
    return proposal.by === sideOf(who) ? '409 ownProposal' : undefined;
  };
  const longer: Law = ({ dueOn: until = '' }, _, dueOn) => (dueOn > until ? undefined : '409 notAnExtension');
  const answered: Law = ({ hasOpinion }) => (hasOpinion ? undefined : '404 resourceNotFound');
  const ofHome = only('editor', 'approver');

  const early = ['notified', 'acknowledged', 'noReply'];
  const decidable = ['opinionReceived', 'answered', 'lapsed', 'declined', 'noReply'];
  const open = [
    'notified',
    'acknowledged',
    'entered',
    'declined',
    'noReply',
    'timeframeAgreed',
    'opinionReceived',
    'lapsed',
    'answered',
    'decided',
  ];

  interface Deed {
    readonly subject: string;
    readonly body: (dueOn: string, who: Who) => object;
    readonly law: Law;
    readonly then: (model: Model, who: Who, dueOn: string) => Partial<Model>;
  }

  /** The home region records the act of the other side, with its source. */
  const shown = (who: Who) => (who === 'flanders' ? {} : byLetter);
  const reason = { fr: 'Traduction.', nl: 'Vertaling.' };
  const proposed = (_: Model, who: Who, dueOn: string) => ({ proposal: { by: sideOf(who), dueOn } });
  const runsTo = (status: string) => (_: Model, __: Who, dueOn: string) => ({ status, dueOn, proposal: undefined });
  const to = (status: string) => () => ({ status });

  const deeds: Readonly<Record<string, Deed>> = {
    acknowledge: {
      subject: 'consultations.acknowledge',
      body: () => ({}),
      law: all(ofHome, when('notified')),
      then: to('acknowledged'),
    },
    enter: {
      subject: 'consultations.reply',
      body: () => ({ wish: 'yes' }),
      law: all(ofHome, when(...early)),
      then: to('entered'),
    },
    decline: {
      subject: 'consultations.reply',
      body: () => ({ wish: 'no' }),
      law: all(ofHome, when(...early)),
      then: to('declined'),
    },
    propose: {
      subject: 'consultations.propose-timeframe',
      body: (dueOn) => ({ startsOn: day(0), dueOn, countingRule: 'calendarDaysExclusive' }),
      law: when('entered'),
      then: proposed,
    },
    agree: {
      subject: 'consultations.agree-timeframe',
      body: (dueOn) => ({ dueOn }),
      law: all(when('entered'), accepted),
      then: runsTo('timeframeAgreed'),
    },
    proposeExtension: {
      subject: 'consultations.propose-extension',
      body: (dueOn) => ({ dueOn, reason }),
      law: all(when('timeframeAgreed'), longer),
      then: proposed,
    },
    extend: {
      subject: 'consultations.extend',
      body: (dueOn) => ({ dueOn }),
      law: all(when('timeframeAgreed'), accepted),
      then: runsTo('timeframeAgreed'),
    },
    opinion: {
      subject: 'opinions.submit',
      body: () => opinionExample,
      law: all(scoped, only('approver'), when('timeframeAgreed', 'lapsed')),
      then: () => ({ status: 'opinionReceived', hasOpinion: true, proposal: undefined }),
    },
    answer: {
      subject: 'opinions.answer',
      body: (_, who) => ({ ...answersExample, ...shown(who) }),
      law: all(scoped, answered, when('opinionReceived')),
      then: to('answered'),
    },
    decide: {
      subject: 'consultations.communicate-decision',
      body: (_, who) => ({ ...decisionExample, ...shown(who) }),
      law: all(scoped, when(...decidable)),
      then: to('decided'),
    },
    close: { subject: 'consultations.close', body: (_, who) => shown(who), law: when('decided'), then: to('closed') },
    withdraw: {
      subject: 'consultations.withdraw',
      body: (_, who) => ({ reason, ...shown(who) }),
      law: all(scoped, when(...open)),
      then: to('withdrawn'),
    },
  };

  type Command = fc.AsyncCommand<Model, Real>;
  const outcomes = new Map<string, number>();
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const outcomeOf = ({ status, body }: Answer): string => `${status} ${body.type?.split(':').at(-1)}`;

  const stateOf = async ({ id }: Real): Promise<{ status: string; version: number }> => {
    const { body } = await stage.client.call('rpc.cooperation.consultations.read', { path: { consultationId: id } });
    return { status: body.status, version: body.version };
  };

  const listed = async (consultationId: string, who: Who): Promise<string[]> => {
    const asked = { path: { consultationId }, caller: callers[who] };
    const { body } = await stage.client.call('rpc.cooperation.consultations.transitions', asked);
    return body.items.map(({ transition }: { transition: string }) => transition);
  };

  /** GET lists what POST performs. Home may record the acceptance of either side; other faults lie in the body. */
  function expectListed(isListed: boolean, name: string, who: Who, refused: string | undefined): void {
    if (refused === undefined) expect([name, who, isListed]).toEqual([name, who, true]);
    const unlisted = ['409 illegalTransition', '403 missingScope', '403 missingPermission'];
    if (who === 'flanders') unlisted.push('409 ownProposal');
    if (refused !== undefined && unlisted.includes(refused)) expect([name, who, isListed]).toEqual([name, who, false]);
  }

  /** The acts of a consultation share an address: the body names them. */
  const named = (subject: string): { transition?: string } => {
    const [, verb = ''] = subject.split('.');
    return verb === 'submit' ? {} : { transition: transitionOf(verb) };
  };

  async function act(
    name: string,
    { subject, body, law, then }: Deed,
    who: Who,
    dueOn: string,
    model: Model,
    real: Real,
  ) {
    const path: Record<string, string> =
      subject === 'opinions.answer' ? { opinionId: real.opinionId } : { consultationId: real.id };
    const isListed = (await listed(real.id, who)).includes(named(subject).transition ?? 'submitOpinion');
    const answer = await stage.client.call(`rpc.cooperation.${subject}`, {
      path,
      body: { ...named(subject), ...body(dueOn, who) },
      caller: callers[who],
    });
    const refused = law(model, who, dueOn);
    expect([name, who, answer.status < 300 ? undefined : outcomeOf(answer)]).toEqual([name, who, refused]);
    count(refused ?? name);
    expectListed(isListed, name, who, refused);
    if (refused === undefined) Object.assign(model, then(model, who, dueOn), { version: model.version + 1 });
    if (subject === 'opinions.submit' && refused === undefined) real.opinionId = answer.body.id;
    expect(await stateOf(real)).toEqual({ status: model.status, version: model.version });
  }

  const deed = fc
    .tuple(
      fc.constantFrom(...Object.entries(deeds)),
      fc.constantFrom<Who>('flanders', 'editor', 'approver'),
      fc.constantFrom(...days),
    )
    .map(([[name, does], who, dueOn]): Command => ({
      check: () => true,
      run: (model, real) => act(name, does, who, dueOn, model, real),
      toString: () => `${name} by ${who} ${dueOn}`,
    }));

  /** The deadline worker runs for a day: what is due is recorded, once. */
  const tick = fc.constantFrom(11, 35, 60).map((offset): Command => ({
    check: () => true,
    run: async (model, real) => {
      const now = `${day(offset)}T12:00:00Z`;
      await stage.app.app.get(DeadlineWorker).check(new Date(now));
      const silent = ['notified', 'acknowledged'].includes(model.status) && replyDueOn < day(offset);
      const lapsed = model.status === 'timeframeAgreed' && (model.dueOn ?? '') < day(offset);
      if (silent) Object.assign(model, { status: 'noReply', version: model.version + 1 });
      if (lapsed) Object.assign(model, { status: 'lapsed', version: model.version + 1, proposal: undefined });
      if (silent || lapsed) count('clock');
      expect(await stateOf(real)).toEqual({ status: model.status, version: model.version });
    },
    toString: () => `${offset} days pass`,
  }));

  async function start(): Promise<{ model: Model; real: Real }> {
    const terms = { affectedParty: 'BE-BRU', trigger: 'significantEffects', legalBasis: 'seaDirective', replyDueOn };
    const body = { ...(await consultable(stage.app.database)), ...terms };
    const answer = await stage.client.call('rpc.cooperation.consultations.open', { body, caller: partnerFlanders });
    expect(answer.status).toBe(201);
    const real = { id: answer.body.id, opinionId: '0193a5c4-7e1f-7000-8000-0000000000ff' };
    const model = { status: 'notified', version: 1, proposal: undefined, dueOn: undefined, hasOpinion: false };
    return { model, real };
  }

  /** The path without errors: random acts take over after some of these steps. */
  const usual: readonly [act: string, who: Who][] = [
    ['acknowledge', 'editor'],
    ['enter', 'editor'],
    ['propose', 'flanders'],
    ['agree', 'editor'],
    ['proposeExtension', 'approver'],
    ['extend', 'flanders'],
    ['opinion', 'approver'],
    ['answer', 'flanders'],
    ['decide', 'flanders'],
  ];

  async function goUsualWay(steps: number, model: Model, real: Real): Promise<void> {
    for (const [name, who] of usual.slice(0, steps)) {
      const does = deeds[name];
      const dueOn = model.status === 'timeframeAgreed' ? day(40) : day(30);
      if (does !== undefined) await act(name, does, who, dueOn, model, real);
    }
  }

  it(
    'follows the model, for any acts in any order on any day',
    async () => {
      const commands = fc.commands([deed, deed, deed, deed, tick], { maxCommands: 25, size: 'max' });
      const steps = fc.integer({ min: 0, max: usual.length });
      await fc.assert(
        fc.asyncProperty(steps, commands, async (taken, asked) => {
          const { model, real } = await start();
          await goUsualWay(taken, model, real);
          await fc.asyncModelRun(() => ({ model, real }), asked);
          const log = await stage.app.database.query<{ version: number }>(
            `SELECT aggregate_version::int AS version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
            [real.id],
          );
          expect(log.map(({ version }) => version)).toEqual(Array.from({ length: model.version }, (_, n) => n + 1));
        }),
        { numRuns: 50, endOnFailure: true },
      );
      process.stdout.write(`acts of a consultation by outcome: ${JSON.stringify(Object.fromEntries(outcomes))}\n`);
      const wanted = [...usual.map(([name]) => name), 'withdraw', 'clock', '409 illegalTransition'];
      expect(wanted.filter((name) => !outcomes.has(name))).toEqual([]);
    },
    longTestLimitMs,
  );
});
