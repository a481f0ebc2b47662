/** For tests of this slice: inserts a plan, its part and its notice, as the plan slice stores them. */
import { newId, type Database } from '@passerelle/platform/data/database';
import type { Consulted } from '../plans/plan-snapshot.api.js';

interface Wanted {
  readonly planType: string;
  readonly party: string | null;
  readonly parties: readonly string[];
  readonly area: object;
  readonly status: string;
  readonly draftAdoptedOn: string | null;
  readonly finallyAdoptedOn: string | null;
  readonly inquiry: object | null;
  readonly toParties: readonly string[];
  readonly docs: readonly string[];
  readonly sentAt: string;
  readonly classification: string;
}

const flemishDraft: Wanted = {
  planType: 'vlaGrup',
  party: 'BE-VLG',
  parties: ['BE-VLG', 'BE-BRU'],
  area: { refs: [{ scheme: 'NUTS', code: 'BE241', version: '2021' }], exclusions: [] },
  status: 'draftAdopted',
  draftAdoptedOn: '2026-09-01',
  finallyAdoptedOn: null,
  inquiry: null,
  toParties: ['BE-BRU'],
  docs: ['draftPlan', 'environmentalReport'],
  sentAt: '2026-09-15T08:00:00Z',
  classification: 'internal',
};

export async function consultable(database: Database, changes: Partial<Wanted> = {}): Promise<Consulted> {
  const wanted = { ...flemishDraft, ...changes };
  const [planId, componentId, noticeId] = [newId(), newId(), newId()];
  const { classification, parties } = wanted;
  const common = [classification, parties, 'belgium', 'O1'];
  const title = { fr: 'Plan régional d’exécution', nl: 'Gewestelijk uitvoeringsplan' };
  await database.query(
    `INSERT INTO plan (id, ref, version, status, classification, parties, level, objective, plan_type, party, title, authority, legal_nature, area, departments, source)
     VALUES ($1, 'CO-2026-' || lpad(nextval('reference')::text, 4, '0'), 1, 'draft', $2, $3, $4, $5, $6, $7, $8, '{"name": "Authority"}', 'regulatory', $9, '{generalDirectorate}', 'A test')`,
    [planId, ...common, wanted.planType, wanted.party, title, wanted.area],
  );
  await database.query(
    `INSERT INTO plan_component (id, ref, version, status, classification, parties, level, objective, plan_id, code, kind, title, iteration, draft_adopted_on, finally_adopted_on, inquiry)
     VALUES ($1, 'CO-2026-' || lpad(nextval('reference')::text, 4, '0'), 1, $6, $2, $3, $4, $5, $7, 'whole', 'whole', $8, 1, $9, $10, $11)`,
    [
      ...[componentId, ...common, wanted.status, planId, title],
      ...[wanted.draftAdoptedOn, wanted.finallyAdoptedOn, wanted.inquiry],
    ],
  );
  await database.query(
    `INSERT INTO plan_notice (id, ref, version, status, classification, parties, level, objective, plan_id, from_party, to_parties, stage, channel, docs, sent_at, sent_on, receipts)
     VALUES ($1, 'CO-2026-' || lpad(nextval('reference')::text, 4, '0'), 1, 'sent', $2, $3, $4, $5, $6, $7, $8, 'draft', 'email', $9, $10::text, $10::text::timestamptz::date, '[]')`,
    [
      ...[noticeId, ...common, planId, wanted.party, wanted.toParties],
      ...[JSON.stringify(wanted.docs.map((type) => ({ type, language: 'nl' }))), wanted.sentAt],
    ],
  );
  return { planId, componentId, noticeId };
}
