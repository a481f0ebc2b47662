import { toJson } from '@passerelle/platform/kernel/rpc';
import { codeOf } from '@passerelle/testing/refused';
import { PersonRecord } from './person.entity.js';
import { personExample } from './person.example.js';
import { personErased } from './person.facts.js';
import { personLife } from './person.life.js';
import { NewPerson, Person, PersonChange, PersonFact, PersonState } from './person.schema.js';

const name = { id: '7d4f2c1e-5b7a-4c3d-9e8f-0a1b2c3d4e5f', ref: 'RP-2026-0001' };
const today = '2026-12-01';
const noon = (day: string) => new Date(`${day}T12:00:00+01:00`);
const register = (changes: object = {}) =>
  PersonRecord.register(name, NewPerson.parse({ ...personExample, ...changes }), today);
const erased = () => {
  const person = register();
  person.erase(today);
  return Object.assign(person, { status: 'erased' as const });
};

describe('a person', () => {
  it('needs a name, a ground and a last day that is not over; languages and functions may come later', () => {
    const { languages, functions, ...least } = personExample;
    expect(NewPerson.parse(least)).toMatchObject({ languages: [], functions: [] });
    for (const field of ['name', 'legalGround', 'keptUntil'])
      expect(NewPerson.safeParse({ ...personExample, [field]: undefined }).success).toBe(false);
    expect(codeOf(() => register({ keptUntil: '2026-11-30' }))).toBe('schemaViolation');
    expect(register({ keptUntil: today }).keptUntil).toBe(today);
  });

  it.each([{ phone: '02 204 11 11' }, { phone: '+0322041111' }, { email: 'nobody' }, { languages: ['fr', 'fr'] }])(
    'cannot have %j',
    (changes) => expect(NewPerson.safeParse({ ...personExample, ...changes }).success).toBe(false),
  );

  it('is corrected, and loses what a correction removes', () => {
    const person = register();
    person.change(PersonChange.parse({ phone: null, name: 'Noé Exemple', keptUntil: '2031-01-01' }), today);
    expect(person).toMatchObject({ phone: null, name: 'Noé Exemple', keptUntil: '2031-01-01' });
    expect(codeOf(() => person.change(PersonChange.parse({ keptUntil: '2026-11-30' }), today))).toBe('schemaViolation');
    expect(PersonChange.safeParse({ name: null }).success).toBe(false);
  });

  it('is nothing but its id, its ground and its days once it is erased', () => {
    const left = { ...name, version: 1, status: 'erased', legalGround: 'publicTask', keptUntil: '2030-12-31' };
    const nothing = { languages: [], functions: [], erasedOn: today };
    expect(PersonState.parse(toJson(erased()))).toEqual({ ...left, ...nothing });
    expect(codeOf(() => erased().change({ name: 'Noé Exemple' }, today))).toBe('recordClosed');
    expect(Object.keys(Person.shape)).not.toContain('retractedAt');
  });

  it('is erased by the clock on the day after the last day, once', () => {
    const person = register();
    expect(personLife.expire(person, noon('2030-12-31'))).toBeUndefined();
    expect(personLife.expire(person, noon('2031-01-01'))?.fact().time).toBe('2030-12-31T23:00:00.000Z');
    expect(person).toMatchObject({ status: 'erased', name: null, erasedOn: '2031-01-01' });
    expect(personLife.expire(person, noon('2031-01-02'))).toBeUndefined();
  });

  it('is in facts an id and nothing else', () => {
    const { data } = personErased(register());
    expect(PersonFact.parse(toJson(data))).toEqual({ id: name.id, classification: 'restricted' });
  });
});
