import { languages } from '@passerelle/domain/language';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import {
  Assessment,
  NewIntervention,
  type BelgianCoordination,
  type CoordinationResult,
} from './position-acts.schema.js';
import { PositionRecord } from './position.entity.js';
import { assessmentExample, interventionExample, positionExample, validationExample } from './position.example.js';
import { positionLife } from './position.life.js';
import { NewPosition, PositionChange, PositionState, type PositionStatus } from './position.schema.js';

const today = '2024-12-24';
const id = '01930000-0000-7000-8000-000000000009';
const another = '01930000-0000-7000-8000-000000000008';
/** A Thursday; the Monday before it, 11 November, is a holiday. */
const meeting = {
  id: another,
  bodyId: another,
  startsOn: '2024-11-14',
  positionDays: 5,
  status: 'announced' as const,
  agenda: [{ n: 1, procedure: '2018/0197(COD)' }, { n: 2 }],
};
const vote = { form: 'vote', bodyMeetingId: another };

const draft = (changes: object = {}, from: typeof meeting | null = meeting): PositionRecord =>
  PositionRecord.draft(
    { id, ref: 'RP-2024-0001' },
    NewPosition.parse({ ...positionExample, ...changes }),
    from ?? undefined,
  );

const validated = (changes: object = {}): PositionRecord => {
  const position = draft(changes);
  position.validate(validationExample, today);
  return Object.assign(position, { status: 'validated' });
};

const coordinated = (result: CoordinationResult, forum: BelgianCoordination['forum'] = 'dge'): PositionRecord => {
  const position = validated({ coordination: forum });
  position.coordinateBelgium({ on: '2024-11-07', forum, result }, today);
  return position;
};

const defend = (position: PositionRecord, changes: object = {}, voting: boolean | null = null): void =>
  position.defend(NewIntervention.parse({ ...interventionExample, ...changes }), { voting }, today);

const defended = (): PositionRecord => {
  const position = validated({ coordination: 'none' });
  defend(position);
  return Object.assign(position, { status: 'defended' });
};

const assess = (position: PositionRecord, changes: object = {}): void =>
  position.assess(Assessment.parse({ ...assessmentExample, ...changes }), today);

const faultOf = (act: () => void): string | undefined => {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [issue] = error.issues;
    return issue === undefined ? error.kind.code : `${issue.name} ${issue.type.split(':').at(-1)}`;
  }
  return undefined;
};

describe('a draft', () => {
  it('numbers its interests in their order, and is due five working days before its meeting', () => {
    const position = draft();
    expect(position.interests.map(({ n }) => n)).toEqual([1, 2]);
    expect(position).toMatchObject({ bodyId: another, meetingOn: '2024-11-14', dueOn: '2024-11-06' });
  });

  it('has no last day without a meeting', () => {
    const position = draft({ bodyMeetingId: undefined, agendaItem: undefined }, null);
    expect(position).toMatchObject({ bodyId: null, meetingOn: null, dueOn: null });
    position.validate(validationExample, today);
    expect(position.timely).toBeNull();
  });

  it('is for an item on the agenda, or for none', () => {
    expect(faultOf(() => draft({ agendaItem: 3 }))).toBe('agendaItem schemaViolation');
    expect(faultOf(() => draft({ bodyMeetingId: undefined }, null))).toBe('agendaItem schemaViolation');
    expect(faultOf(() => draft({ agendaItem: undefined }))).toBeUndefined();
  });

  it('has a last day within the calendar', () => {
    expect(faultOf(() => draft({}, { ...meeting, startsOn: '1900-01-02' }))).toBe('bodyMeetingId invalidPeriod');
  });

  it('does not rest on itself', () => {
    const basedOn = [{ resource: 'positions', id }];
    const fault = faultOf(() => draft().change(PositionChange.parse({ basedOn })));
    expect(fault).toBe('basedOn schemaViolation');
  });
});

describe('a validation', () => {
  it.each([
    ['2024-11-06', true],
    ['2024-11-07', false],
  ])('on %s is timely: %s', (on, timely) => {
    const position = draft();
    position.validate({ ...validationExample, on }, today);
    expect(position).toMatchObject({ validatedOn: on, timely });
  });

  it('is judged again when its meeting moves', () => {
    const position = validated();
    position.follow({ ...meeting, startsOn: '2024-11-07' });
    expect(position).toMatchObject({ meetingOn: '2024-11-07', dueOn: '2024-10-30', timely: false });
    position.follow({ ...meeting, startsOn: '2024-12-12' });
    expect(position).toMatchObject({ dueOn: '2024-12-05', timely: true });
  });

  it('is not in the future', () => {
    expect(faultOf(() => draft().validate({ ...validationExample, on: '2024-12-25' }, today))).toBe('on factInFuture');
  });

  it('is void once it goes back to a draft, with all that was agreed', () => {
    const position = validated();
    position.coordinateRegionally({ on: '2024-11-05', result: 'consensus' }, today);
    position.coordinateBelgium({ on: '2024-11-07', forum: 'dge', result: 'consensus' }, today);
    const reason = { fr: 'Nouveau texte' };
    position.revise({ reason });
    const none = { validatedOn: null, validatedBy: null, timely: null, regionalOn: null, regionalResult: null };
    expect(position).toMatchObject({ ...none, belgianOn: null, belgianForum: null, belgianResult: null, reason });
    position.validate(validationExample, today);
    expect(position).toMatchObject({ timely: true, reason: null });
  });
});

describe('the coordination (P4, D21)', () => {
  it('lets a position be defended that needs none', () => {
    expect(faultOf(() => defend(validated({ coordination: 'none' })))).toBeUndefined();
  });

  it('within the Region needs its consensus, and none of Belgium', () => {
    const position = validated({ coordination: 'regional' });
    expect(faultOf(() => defend(position))).toBe('regionalConsensusMissing');
    position.coordinateRegionally({ on: '2024-11-05', result: 'noConsensus' }, today);
    expect(faultOf(() => defend(position))).toBe('regionalConsensusMissing');
    position.coordinateRegionally({ on: '2024-11-06', result: 'consensus' }, today);
    expect(faultOf(() => defend(position))).toBeUndefined();
  });

  it.each(['dge', 'cipe'] as const)('of Belgium needs its consensus: %s', (forum) => {
    expect(faultOf(() => defend(validated({ coordination: forum })))).toBe('belgianConsensusMissing');
    expect(faultOf(() => defend(coordinated('noConsensus', forum)))).toBe('belgianConsensusMissing');
    expect(faultOf(() => defend(coordinated('consensus', forum)))).toBeUndefined();
  });

  it('may find in the CIPE the consensus that the DGE did not find', () => {
    const position = coordinated('noConsensus');
    position.coordinateBelgium({ on: '2024-11-12', forum: 'cipe', result: 'consensus' }, today);
    expect(position).toMatchObject({ belgianOn: '2024-11-12', belgianForum: 'cipe', belgianResult: 'consensus' });
    expect(faultOf(() => defend(position))).toBeUndefined();
  });

  it('of Belgium is recorded where it is needed, in order and not in the future', () => {
    const sought = (position: PositionRecord, on: string) =>
      faultOf(() => position.coordinateBelgium({ on, forum: 'cipe', result: 'consensus' }, today));
    for (const coordination of ['none', 'regional'])
      expect(sought(validated({ coordination }), '2024-11-07')).toBe('coordinationNotNeeded');
    expect(sought(validated(), '2024-12-25')).toBe('on factInFuture');
    expect(sought(coordinated('noConsensus'), '2024-11-06')).toBe('on invalidPeriod');
    const regionally = () => draft().coordinateRegionally({ on: '2024-12-25', result: 'consensus' }, today);
    expect(faultOf(regionally)).toBe('on factInFuture');
  });
});

describe('an intervention', () => {
  it('is on no day before the validation, and not in the future; the first one counts', () => {
    const position = validated({ coordination: 'none' });
    expect(faultOf(() => defend(position, { on: '2024-11-03' }))).toBe('on invalidPeriod');
    expect(faultOf(() => defend(position, { on: '2024-12-25' }))).toBe('on factInFuture');
    defend(position, { on: '2024-11-14' });
    defend(position, { on: '2024-11-04' });
    expect(position).toMatchObject({ defendedOn: '2024-11-04', interventions: [{ on: '2024-11-14' }, {}] });
  });

  it('is no vote where the body does not vote (P3); where that is not known, it may be', () => {
    const position = validated({ coordination: 'none' });
    expect(faultOf(() => defend(position, vote, false))).toBe('seatWithoutVote');
    expect(faultOf(() => defend(position, { ...vote, form: 'spoken' }, false))).toBeUndefined();
    for (const voting of [true, null]) expect(faultOf(() => defend(position, vote, voting))).toBeUndefined();
  });

  it('names its meeting, unless it is written or bilateral', () => {
    const isValid = (form: string) => NewIntervention.safeParse({ ...interventionExample, form }).success;
    const forms = ['written', 'bilateral', 'spoken', 'amendment', 'vote'];
    expect(forms.map(isValid)).toEqual([true, true, false, false, false]);
  });

  it('is one of ten at most', () => {
    const position = validated({ coordination: 'none' });
    for (let count = 0; count < 10; count++) defend(position);
    expect(faultOf(() => defend(position))).toBe('interventionsFull');
  });
});

describe('an abstention', () => {
  it('follows a Belgian coordination without a consensus, and nothing else', () => {
    const abstain = (position: PositionRecord, on = '2024-11-14') => faultOf(() => position.abstain({ on }, today));
    expect(abstain(coordinated('noConsensus'))).toBeUndefined();
    expect(abstain(coordinated('noConsensus'), '2024-11-06')).toBe('on invalidPeriod');
    expect(abstain(coordinated('noConsensus'), '2024-12-25')).toBe('on factInFuture');
    const regional = validated({ coordination: 'regional' });
    regional.coordinateRegionally({ on: '2024-11-05', result: 'noConsensus' }, today);
    for (const position of [coordinated('consensus'), validated(), validated({ coordination: 'none' }), regional])
      expect(abstain(position)).toBe('abstentionWithoutDisagreement');
  });

  it('is assessed as a defence is', () => {
    const position = coordinated('noConsensus');
    position.abstain({ on: '2024-11-14' }, today);
    expect(faultOf(() => assess(position, { on: '2024-11-13' }))).toBe('on invalidPeriod');
    assess(position);
    expect(position).toMatchObject({
      assessedOn: '2024-12-16',
      interests: [{ uptake: 'partial' }, { uptake: 'none' }],
    });
  });
});

describe('an assessment', () => {
  const [first, second] = assessmentExample.uptakes;

  it.each([
    ['one is missing', [first]],
    ['one is of no interest', [first, { n: 3, uptake: 'none' }]],
    ['one is too many', [first, second, { n: 3, uptake: 'none' }]],
  ])('has one uptake for each interest, not where %s', (_, uptakes) => {
    expect(faultOf(() => assess(defended(), { uptakes }))).toBe('uptakes schemaViolation');
  });

  it('quotes the passage that takes an interest up (P6)', () => {
    const isValid = (uptake: string) =>
      Assessment.safeParse({ ...assessmentExample, uptakes: [{ n: 1, uptake }] }).success;
    expect(['full', 'partial', 'none', 'unknown'].map(isValid)).toEqual([false, false, true, true]);
    expect(Assessment.safeParse({ ...assessmentExample, uptakes: [second, second] }).success).toBe(false);
  });

  it('is of a text adopted by then, and not in the future', () => {
    const adopted = (on: string) => ({ adopted: { ...assessmentExample.adopted, on } });
    expect(faultOf(() => assess(defended(), { on: '2024-12-25' }))).toBe('on factInFuture');
    expect(faultOf(() => assess(defended(), { on: '2024-11-11' }))).toBe('on invalidPeriod');
    expect(faultOf(() => assess(defended(), adopted('2024-12-25')))).toBe('adopted.on factInFuture');
    expect(faultOf(() => assess(defended(), adopted('2024-12-17')))).toBe('adopted.on invalidPeriod');
  });

  it('replaces the one before, whole', () => {
    const position = defended();
    assess(position);
    expect(position.interests[0]).toHaveProperty('passage');
    assess(position, {
      uptakes: [
        { n: 2, uptake: 'full', passage: 'statistics' },
        { n: 1, uptake: 'unknown' },
      ],
    });
    const [one, two] = position.interests;
    expect(one).toMatchObject({ n: 1, uptake: 'unknown', priority: 'must' });
    expect(one).not.toHaveProperty('passage');
    expect(two).toMatchObject({ n: 2, uptake: 'full', passage: 'statistics' });
  });
});

describe('a change', () => {
  const closed: [PositionStatus, object, string | undefined][] = [
    ['validated', { title: { fr: 'Autre titre' } }, 'recordClosed'],
    ['defended', { interests: positionExample.interests }, 'recordClosed'],
    ['assessed', { themes: [], coordination: 'none' }, 'recordClosed'],
    ['defended', { coSigners: [], basedOn: [], themes: [], departments: ['bisa'] }, undefined],
    ['assessed', { classification: 'public', document: null }, undefined],
    ['withdrawn', { themes: [] }, 'recordClosed'],
    ['draft', { title: { fr: 'Autre titre' }, bodyMeetingId: null, agendaItem: null }, undefined],
  ];
  it.each(closed)('of one that is %s, %j: %s (P9)', (status, patch, fault) => {
    const position = Object.assign(draft(), { status });
    expect(faultOf(() => position.change(PositionChange.parse(patch)))).toBe(fault);
  });

  it('numbers the interests again in a draft, and keeps what became of them later', () => {
    const position = draft();
    const [one, two] = positionExample.interests;
    position.change(PositionChange.parse({ interests: [two, one, two] }));
    expect(position.interests.map(({ n, priority }) => [n, priority])).toEqual([
      [1, 'should'],
      [2, 'must'],
      [3, 'should'],
    ]);
    const assessed = Object.assign(defended(), { status: 'assessed' as const });
    assess(assessed);
    assessed.change(PositionChange.parse({ themes: [] }));
    expect(assessed.interests[0]).toMatchObject({ n: 1, uptake: 'partial' });
  });
});

describe('a publication', () => {
  it('is not before the validation, nor in the future', () => {
    const href = 'https://example.org/position';
    const published = (on: string) => faultOf(() => validated().publishAt({ on, href }, today));
    expect(['2024-11-03', '2024-12-25', '2024-11-04'].map(published)).toEqual([
      'on invalidPeriod',
      'on factInFuture',
      undefined,
    ]);
  });
});

describe('the states of a position', () => {
  it('stay where an act only adds to it', async () => {
    const stays = { draft: 'coordinateRegionally', abstained: 'publish', assessed: 'publish' } as const;
    const bodies = {
      coordinateRegionally: { on: '2024-11-05', result: 'consensus' },
      publish: { on: '2024-11-20', href: 'https://example.org/position' },
    };
    for (const status of ['draft', 'abstained', 'assessed'] as const) {
      const position = Object.assign(draft(), { status });
      await positionLife.perform(position, stays[status], bodies[stays[status]], actingOn(today));
      expect(position.status).toBe(status);
    }
  });

  it('are those of the schema', () => {
    const states = new Set(positionLife.transitions.flatMap(({ from, to }) => [from, to]));
    expect([...states].sort()).toEqual([...PositionState.shape.status.options].sort());
  });
});

describe('the size of a fact', () => {
  // Words of each language, with the accents that it has.
  const words = {
    fr: 'Les aires métropolitaines dépassent déjà les frontières régionales; ',
    nl: 'Grootstedelijke gebieden overschrijden de gewestgrenzen, dat is reëel; ',
    en: 'Metropolitan areas already extend beyond the borders of the regions; ',
    de: 'Großstädtische Räume überschreiten bereits die Grenzen der Regionen; ',
  };
  const filled = (text: string, max: number) => text.repeat(Math.ceil(max / text.length)).slice(0, max - 1) + '.';
  const inAll = (max: number) =>
    Object.fromEntries(languages.map((language) => [language, filled(words[language], max)]));
  const document = {
    language: 'fr',
    title: filled(words.fr, 100),
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    href: `https://example.org/${'d'.repeat(130)}`,
  };
  const full = (): PositionRecord => {
    const interest = {
      ...{ topic: inAll(100), wording: inAll(200), priority: 'should' },
      departments: ['territorialStrategy', 'generalDirectorate', 'bisa'],
      themes: ['metropolitanAreas', 'statistics', 'planning'],
    };
    const organisation = { name: filled(words.fr, 80), country: 'BE', ids: { wikidata: 'Q240' } };
    const position = draft({
      ...{ title: inAll(200), summary: inAll(400), document, procedure: '2018/0197(COD)', coordination: 'none' },
      interests: Array.from({ length: 10 }, () => interest),
      coSigners: Array.from({ length: 10 }, () => ({ organisation, kind: 'network' })),
      basedOn: Array.from({ length: 10 }, (_, n) => ({ resource: 'jointStudies', id: `${id.slice(0, -2)}${10 + n}` })),
      departments: interest.departments,
      themes: interest.themes,
    });
    position.coordinateRegionally({ on: '2024-11-04', result: 'consensus' }, today);
    position.validate({ on: '2024-11-04', by: inAll(150) }, today);
    const { language, sha256, href } = document;
    for (let n = 0; n < 10; n++) defend(position, { ...vote, evidence: { language, sha256, href } });
    const uptakes = position.interests.map(({ n }) => ({ n, uptake: 'partial', passage: filled(words.fr, 300) }));
    assess(position, { uptakes, adopted: { on: '2024-11-15', document } });
    position.publishAt({ on: '2024-12-20', href: document.href }, today);
    return Object.assign(position, { status: 'assessed', reason: null });
  };

  it('of a full position, in four languages, is less than 32 KB', () => {
    const state = PositionState.parse(toJson(full()));
    expect(state.interests).toHaveLength(10);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(32 * 1024 - 200);
  });
});
