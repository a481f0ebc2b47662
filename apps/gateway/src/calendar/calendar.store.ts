import type { Tx } from '@passerelle/platform/data/database';
import { holdSource, statesBefore, type LedgerBatch } from '../ledger/ledger.api.js';
import type { Markings } from './marking.js';

// The calendar is computed from the states of records and the markings of their services: one entry per record and kind
// of date. A fact, a new marking and a rebuild run the same statement, for more or fewer records.

/** Records that will not happen; a record that is merely over keeps its dates. */
const dropped = ['withdrawn', 'cancelled', 'refused', 'notElected'];

const forgotten = 'DELETE FROM calendar_entry WHERE service = $1 AND ($2::text[] IS NULL OR subject = ANY($2))';

// The other records that settle a date are aggregated once for all records that they refer to.
const others = `
  SELECT rule.resource || '/' || (other.data ->> (rule.settled #>> '{of,field}')) AS subject, rule.path, rule.place,
         bool_and(calendar_settles(rule.settled, other.data)) AS settle,
         max(calendar_day(other.data ->> (rule.settled ->> 'day'))) AS day,
         sum(calendar_version(other.data))::int AS versions, max(other.known_from) AS known_from
    FROM rule JOIN record_state AS other ON other.resource = rule.settled #>> '{of,resource}'
   WHERE other.source = $1 AND other.known_to IS NULL AND other.data ->> 'retractedAt' IS NULL
     AND ($2::text[] IS NULL OR rule.resource || '/' || (other.data ->> (rule.settled #>> '{of,field}')) = ANY($2))
   GROUP BY 1, 2, 3`;

/** The first rule that is met, by the record itself or by the records that refer to it. */
const settled = `
  SELECT place, day
    FROM (SELECT rule.place, calendar_day(state.data ->> (rule.settled ->> 'day')) AS day
            FROM rule WHERE rule.resource = state.resource AND rule.path = marking.path AND NOT rule.settled ? 'of'
                        AND calendar_settles(rule.settled, state.data)
          UNION ALL
          SELECT place, day FROM others WHERE subject = state.subject AND path = marking.path AND settle) AS fulfilled
   ORDER BY place LIMIT 1`;

// Of several dates of one kind, the least nested takes precedence: the actual day before the planned one.
const entered = `
  WITH rule AS (
    SELECT marking.resource, marking.path, given.place, given.settled::jsonb AS settled
      FROM calendar_marking AS marking, json_array_elements(marking.done) WITH ORDINALITY AS given (settled, place)
     WHERE marking.service = $1),
  others AS MATERIALIZED (${others})
  INSERT INTO calendar_entry (id, subject, kind, "on", last_on, at, title, ref, classification, parties, departments, plan_id,
                              body_id, level, owner, service, record_version, recorded_at, status, done_on)
  SELECT DISTINCT ON (state.subject, marking.kind)
         left(encode(sha256(convert_to(state.subject || ' ' || marking.kind, 'UTF8')), 'hex'), 32)::uuid,
         state.subject, marking.kind, found."on", greatest(found."on", calendar_day(data #>> marking.until)),
         CASE WHEN length(found.moment) > 10 THEN found.moment::timestamptz END,
         calendar_title(data), data ->> 'ref', data ->> 'classification', calendar_parties(data), calendar_departments(data),
         CASE WHEN pg_input_is_valid(found.plan, 'uuid') THEN found.plan::uuid END,
         CASE WHEN pg_input_is_valid(found.body, 'uuid') THEN found.body::uuid END,
         data ->> 'level', belonging.owner || '/' || (data ->> belonging.field), state.source,
         calendar_version(data) + coalesce(counted.versions, 0), greatest(state.known_from, counted.known_from),
         CASE WHEN marking.done IS NULL THEN 'event' WHEN settled.place IS NULL THEN 'due' ELSE 'done' END, settled.day
    FROM record_state AS state
    JOIN calendar_marking AS marking ON marking.service = state.source AND marking.resource = state.resource
    LEFT JOIN calendar_belonging AS belonging ON belonging.service = state.source AND belonging.resource = state.resource
    CROSS JOIN LATERAL (SELECT data #>> marking.path AS moment, calendar_day(data #>> marking.path) AS "on",
                         CASE state.resource WHEN 'plans' THEN data ->> 'id' ELSE data ->> 'planId' END AS plan,
                         CASE state.resource WHEN 'bodies' THEN data ->> 'id' ELSE data ->> 'bodyId' END AS body) AS found
    LEFT JOIN LATERAL (${settled}) AS settled ON true
    LEFT JOIN LATERAL (SELECT sum(versions)::int AS versions, max(known_from) AS known_from
                         FROM others WHERE subject = state.subject AND path = marking.path) AS counted ON true
   WHERE state.source = $1 AND state.known_to IS NULL AND data ->> 'retractedAt' IS NULL AND ($2::text[] IS NULL OR state.subject = ANY($2))
     AND found."on" IS NOT NULL AND coalesce(data ->> 'status', '') <> ALL($3)
   ORDER BY state.subject, marking.kind, cardinality(marking.path), marking.path`;

async function project(tx: Tx, service: string, subjects: readonly string[] | null): Promise<void> {
  await tx.query(forgotten, [service, subjects]);
  await tx.query(entered, [service, subjects, dropped]);
}

/** Runs in the transaction that writes facts into the ledger. */
export async function followFacts(tx: Tx, { source, first, changes }: LedgerBatch): Promise<void> {
  const marked = await tx.query<Follows[]>(followed, [source]);
  const follows = (resource: string) => marked.filter(({ follower }) => follower === resource);
  const settling = changes.filter(({ resource }) => follows(resource).some(({ field }) => field !== null));
  const before = await statesBefore(tx, [...new Set(settling.map(({ subject }) => subject))], first);
  // Includes records that were referred to before the change as well as after it.
  const subjects = changes.flatMap(({ subject, resource, data }) =>
    follows(resource).flatMap(({ field, owner }) =>
      field === null ? [subject] : [data, before.get(subject)].map((state) => `${owner}/${String(state?.[field])}`),
    ),
  );
  if (subjects.length > 0) await project(tx, source, [...new Set(subjects)]);
}

interface Follows {
  /** The resource whose facts move an entry: its own, or another whose field contains the id of the entry's record. */
  readonly follower: string;
  readonly field: string | null;
  readonly owner: string;
}

const followed = `
  SELECT resource AS follower, NULL AS field, resource AS owner FROM calendar_marking WHERE service = $1
   UNION
  SELECT settled #>> '{of,resource}', settled #>> '{of,field}', resource
    FROM calendar_marking, json_array_elements(done) AS settled
   WHERE service = $1 AND settled -> 'of' IS NOT NULL`;

/** Rebuilds every entry from scratch. */
export async function rebuildCalendar(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM calendar_entry');
  const services = await tx.query<{ service: string }[]>('SELECT DISTINCT service FROM calendar_marking');
  for (const { service } of services) await project(tx, service, null);
}

/**
 * Stores the markings of a service; if they are new, recomputes the entries of its records. False if nothing was new.
 */
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

// In the format and the order of `markingsOf`.
const asKept = `
  SELECT (SELECT coalesce(json_agg(json_build_object('resource', resource, 'path', path, 'kind', kind, 'until', until, 'done', done)
                   ORDER BY to_json(ARRAY[resource])::text COLLATE "C", to_json(path)::text COLLATE "C"), '[]')
            FROM calendar_marking WHERE service = $1) AS dates,
         (SELECT coalesce(json_agg(json_build_object('resource', resource, 'field', field, 'owner', owner)
                   ORDER BY resource COLLATE "C"), '[]')
            FROM calendar_belonging WHERE service = $1) AS belongings`;

const marksDates = `
  INSERT INTO calendar_marking (service, resource, path, kind, until, done)
  SELECT $1, resource, ARRAY(SELECT json_array_elements_text(path)), kind,
         CASE json_typeof(until) WHEN 'array' THEN ARRAY(SELECT json_array_elements_text(until)) END,
         CASE json_typeof(done) WHEN 'array' THEN done END
    FROM json_to_recordset($2::json) AS given (resource text, path json, kind text, until json, done json)`;

const marksBelongings = `
  INSERT INTO calendar_belonging (service, resource, field, owner)
  SELECT $1, resource, field, owner FROM jsonb_to_recordset($2::jsonb) AS given (resource text, field text, owner text)`;
