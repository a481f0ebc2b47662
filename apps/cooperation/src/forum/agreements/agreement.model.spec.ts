import { Refusal } from '@passerelle/platform/kernel/problems';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import { actingOn } from '@passerelle/testing/acting';
import fc from 'fast-check';
import { agreementExample } from './agreement.example.js';
import { AgreementRecord } from './agreement.entity.js';
import { agreementLife } from './agreement.life.js';
import { NewAgreement } from './agreement.schema.js';

// K-5: any sequence of commands on an agreement follows its state table.

const today = '2026-06-15';
const context = actingOn(today);

type Act = (agreement: AgreementRecord) => unknown;

/** As in the service: a refused command leaves no trace. */
class Shelf {
  record = AgreementRecord.register({ id: 'id', ref: 'CO-2026-0001' }, NewAgreement.parse(agreementExample));

  /** Whether the command succeeded. */
  async ask(act: Act): Promise<boolean> {
    const copy = Object.assign(new AgreementRecord(), structuredClone({ ...this.record }));
    try {
      await act(copy);
      refuseMonolingual(copy);
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
    this.record = Object.assign(copy, { version: this.record.version + 1 });
    return true;
  }
}

interface Model {
  status: 'draft' | 'inForce' | 'ended';
  version: number;
  open: boolean;
  bilingual: boolean;
}

const past = fc.constantFrom('2012-11-26', '2025-02-28', today);
const future = fc.constantFrom('2026-06-16', '2100-01-01');
const day = fc.oneof(past, future);
const titles = [agreementExample.title, { fr: 'Accord', nl: 'Akkoord' }, { en: 'Agreement' }, { fr: 'Accord' }];
const reason = { fr: 'Remplacé.', nl: 'Vervangen.' };

type Command = fc.AsyncCommand<Model, Shelf>;

/** `allowed` predicts from the model alone whether the command succeeds, and returns the model after it. */
const command = (name: string, act: Act, allowed: (model: Model) => Partial<Model> | undefined): Command => ({
  check: () => true,
  run: async (model, shelf) => {
    const next = allowed(model);
    const before = JSON.stringify(shelf.record);
    expect([name, await shelf.ask(act)]).toEqual([name, next !== undefined]);
    if (next === undefined) expect(JSON.stringify(shelf.record)).toBe(before);
    else Object.assign(model, next, { version: model.version + 1 });
    expect([shelf.record.status, shelf.record.version]).toEqual([model.status, model.version]);
    const { signedOn = null, endedOn = null } = shelf.record;
    expect([signedOn !== null, endedOn !== null]).toEqual([model.status !== 'draft', model.status === 'ended']);
  },
  toString: () => name,
});

const sign = day.map((on) =>
  command(
    `sign ${on}`,
    (agreement) => agreementLife.perform(agreement, 'sign', { on }, context),
    ({ status }) => (status === 'draft' && on <= today ? { status: 'inForce' } : undefined),
  ),
);

const end = day.map((on) =>
  command(
    `end ${on}`,
    (agreement) => agreementLife.perform(agreement, 'end', { on, reason }, context),
    ({ status }) => (status === 'inForce' && on <= today ? { status: 'ended' } : undefined),
  ),
);

const retitle = fc.constantFrom(...titles).map((title) => {
  const bilingual = 'fr' in title && 'nl' in title;
  return command(
    `retitle ${Object.keys(title).join()}`,
    (agreement) => agreement.change({ title: { fr: null, nl: null, en: null, ...title } }),
    ({ status, open }) => (status === 'ended' || (open && !bilingual) ? undefined : { bilingual }),
  );
});

const reclassify = fc
  .constantFrom('public' as const, 'internal' as const, 'restricted' as const)
  .map((classification) => {
    const open = classification === 'public';
    return command(
      `reclassify ${classification}`,
      (agreement) => agreement.change({ classification }),
      ({ status, bilingual }) => (status === 'ended' || (open && !bilingual) ? undefined : { open }),
    );
  });

const start = () => ({
  model: { status: 'draft', version: 1, open: true, bilingual: true } satisfies Model as Model,
  real: new Shelf(),
});

it('K-5 follows its state table only, and its version only increases', async () => {
  const commands = fc.commands([sign, end, retitle, reclassify], { maxCommands: 40 });
  await fc.assert(
    fc.asyncProperty(commands, (asked) => fc.asyncModelRun(start, asked)),
    { numRuns: 500 },
  );
});

it('would notice a state table that allows a forbidden transition', async () => {
  const careless = command(
    'reopen',
    (agreement) => (agreement.status = 'draft'),
    () => undefined,
  );
  const commands = fc.commands([sign, fc.constant(careless)], { maxCommands: 10 });
  await expect(
    fc.assert(
      fc.asyncProperty(commands, (asked) => fc.asyncModelRun(start, asked)),
      { numRuns: 100 },
    ),
  ).rejects.toThrow(/reopen/);
});
