import type { Tx } from '@passerelle/platform/database';
import { holdSource, type LedgerBatch } from '../ledger/ledger.facts.js';
import type { Markings } from './marking.js';

// The calendar follows from where records stand and from what their services mark: an entry per record and kind of date.
// Whether a fact moves it, a new marking or a rebuild, it is the same statement over more or fewer records.

/** Records that will not happen; what is merely over stays where it was. */
const dropped = ['withdrawn', 'cancelled', 'refused', 'notElected'];

const forgotten = 'DELETE FROM calendar_entry WHERE service = $1 AND ($2::text[] IS NULL OR subject = ANY($2))';

// Of several dates of one kind the record's own comes before a nested one: the day on which it was left before the day
// for which that was foreseen.
const entered = `
  INSERT INTO calendar_entry (id, subject, kind, "on", at, title, ref, classification, parties, plan_id, body_id, level, owner,
                              service, record_version, recorded_at)
  SELECT DISTINCT ON (state.subject, marking.kind)
         left(encode(sha256(convert_to(state.subject || ' ' || marking.kind, 'UTF8')), 'hex'), 32)::uuid,
         state.subject, marking.kind,
         CASE WHEN length(found.moment) = 10 THEN found.moment::date
              ELSE (found.moment::timestamptz AT TIME ZONE 'Europe/Brussels')::date END,
         CASE WHEN length(found.moment) > 10 THEN found.moment::timestamptz END,
         calendar_title(data), data ->> 'ref', data ->> 'classification', calendar_parties(data),
         CASE WHEN pg_input_is_valid(found.plan, 'uuid') THEN found.plan::uuid END,
         CASE WHEN pg_input_is_valid(found.body, 'uuid') THEN found.body::uuid END,
         data ->> 'level', belonging.owner || '/' || (data ->> belonging.field), state.source,
         CASE jsonb_typeof(data -> 'version') WHEN 'number' THEN (data ->> 'version')::int ELSE 0 END, state.known_from
    FROM record_state AS state
    JOIN calendar_marking AS marking ON marking.service = state.source AND marking.resource = state.resource
    LEFT JOIN calendar_belonging AS belonging ON belonging.service = state.source AND belonging.resource = state.resource,
         LATERAL (SELECT data #>> marking.path AS moment,
                         CASE state.resource WHEN 'plans' THEN data ->> 'id' ELSE data ->> 'planId' END AS plan,
                         CASE state.resource WHEN 'bodies' THEN data ->> 'id' ELSE data ->> 'bodyId' END AS body) AS found
   WHERE state.source = $1 AND state.known_to IS NULL AND ($2::text[] IS NULL OR state.subject = ANY($2))
     AND found.moment ~ '^\\d{4}-\\d{2}-\\d{2}(T.+)?$' AND pg_input_is_valid(found.moment, 'timestamptz')
     AND coalesce(data ->> 'status', '') <> ALL($3)
   ORDER BY state.subject, marking.kind, cardinality(marking.path), marking.path`;

async function project(tx: Tx, service: string, subjects: readonly string[] | null): Promise<void> {
  await tx.query(forgotten, [service, subjects]);
  await tx.query(entered, [service, subjects, dropped]);
}

/** In the transaction that takes facts into the ledger. */
export async function followFacts(tx: Tx, { source, changes }: LedgerBatch): Promise<void> {
  const marking = await tx.query<{ resource: string }[]>(
    'SELECT DISTINCT resource FROM calendar_marking WHERE service = $1',
    [source],
  );
  const resources = new Set(marking.map(({ resource }) => resource));
  const subjects = changes.filter(({ resource }) => resources.has(resource)).map(({ subject }) => subject);
  if (subjects.length > 0) await project(tx, source, [...new Set(subjects)]);
}

/** As if no entry had ever been made. */
export async function rebuildCalendar(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM calendar_entry');
  const services = await tx.query<{ service: string }[]>('SELECT DISTINCT service FROM calendar_marking');
  for (const { service } of services) await project(tx, service, null);
}

/** Keeps what a service marks; where that is new, its records are gone through again. False when nothing was new. */
export async function keepMarkings(tx: Tx, service: string, { dates, belongings }: Markings): Promise<boolean> {
  await holdSource(tx, service);
  const [known] = await tx.query<{ dates: unknown; belongings: unknown }[]>(asKept, [service]);
  if (JSON.stringify(known) === JSON.stringify({ dates, belongings })) return false;
  await tx.query('DELETE FROM calendar_marking WHERE service = $1', [service]);
  await tx.query('DELETE FROM calendar_belonging WHERE service = $1', [service]);
  await tx.query(marksDates, [service, JSON.stringify(dates)]);
  await tx.query(marksBelongings, [service, JSON.stringify(belongings)]);
  await project(tx, service, null);
  return true;
}

// In the words and the order of `markingsOf`.
const asKept = `
  SELECT (SELECT coalesce(json_agg(json_build_object('resource', resource, 'path', path, 'kind', kind)
                   ORDER BY to_json(ARRAY[resource])::text COLLATE "C", to_json(path)::text COLLATE "C"), '[]')
            FROM calendar_marking WHERE service = $1) AS dates,
         (SELECT coalesce(json_agg(json_build_object('resource', resource, 'field', field, 'owner', owner)
                   ORDER BY resource COLLATE "C"), '[]')
            FROM calendar_belonging WHERE service = $1) AS belongings`;

const marksDates = `
  INSERT INTO calendar_marking (service, resource, path, kind)
  SELECT $1, resource, ARRAY(SELECT jsonb_array_elements_text(path)), kind
    FROM jsonb_to_recordset($2::jsonb) AS given (resource text, path jsonb, kind text)`;

const marksBelongings = `
  INSERT INTO calendar_belonging (service, resource, field, owner)
  SELECT $1, resource, field, owner FROM jsonb_to_recordset($2::jsonb) AS given (resource text, field text, owner text)`;
