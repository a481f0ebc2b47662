// Checks that indicators read only published fields: a definition with a resource, field or value that no fact carries would
// silently count nothing.
import { referenceList, type ReferenceListId } from '@passerelle/domain/reference-list';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';
import { allowedBy, fieldsAt, fits } from './fields.ts';

const Values = z.array(z.unknown());
const Field = z.object({ of: z.string(), field: z.string(), where: z.record(z.string(), Values).default({}) });
type Field = z.infer<typeof Field>;
const Condition = z.object({ field: z.string(), in: Values });
const Wanted = z.record(z.string(), Values);
type Wanted = z.infer<typeof Wanted>;
const Weights = z.record(z.string(), z.number());

const Child = z.object({
  resource: z.string(),
  where: Wanted,
  from: z.string(),
  to: z.array(z.string()),
  except: z.string(),
});
type Child = z.infer<typeof Child>;

/** The part of a definition that names fields of records. */
export const Reader = z.object({
  code: z.string(),
  dimensions: z.array(z.object({ from: Field })),
  rules: z.array(
    z.object({
      source: z.string(),
      root: z.string(),
      children: z.array(z.object({ resource: z.string(), foreignKey: z.string() })),
      where: z.array(Condition.extend({ of: z.string() })),
      formula: z.object({
        kind: z.string(),
        from: z.string().optional(),
        to: z.string().optional(),
        on: z.string().optional(),
        dueOn: z.string().optional(),
        doneOn: z.string().optional(),
        late: z.string().optional(),
        year: z.string().optional(),
        owed: z.string().optional(),
        paidOn: z.string().optional(),
        number: z.string().optional(),
        source: z.string().optional(),
        each: Condition.optional(),
        counts: Field.optional(),
        of: z.union([Condition, z.object({ resource: z.string(), where: Wanted, doneOn: z.string() })]).optional(),
        items: z.string().optional(),
        unpriced: z.string().optional(),
        amount: z.string().optional(),
        except: Condition.optional(),
        by: z.string().optional(),
        weights: Weights.optional(),
        times: z.object({ by: z.string(), weights: Weights }).optional(),
        among: Condition.extend({ items: z.string().optional() }).optional(),
        acts: z.object({ resource: z.string(), match: z.string(), doneOn: z.string() }).optional(),
        child: Child.optional(),
        weighed: z.object({ by: z.string(), weights: Weights }).optional(),
        part: z.string().optional(),
        whole: z.string().optional(),
        list: z.string().optional(),
        names: z.string().optional(),
        keys: z.array(z.string()).default([]),
      }),
    }),
  ),
});
export type Reader = z.infer<typeof Reader>;
type Rule = Reader['rules'][number];
type Formula = Rule['formula'];

/** One field that is read, as a path from its resource, and the values that it is compared with. */
interface Read {
  readonly path: readonly string[];
  readonly values?: readonly unknown[] | undefined;
}

/** Fields with codes of a reference list: facts announce a text, and the list its values. */
const lists: Readonly<Record<string, ReferenceListId>> = {
  'activities.audience.unit': 'audienceUnits',
  'activities.kind': 'activityKinds',
  'activities.part': 'activityParts',
  'bodyMeetings.agenda.kind': 'agendaItemKinds',
  'bodyMeetings.departments': 'departments',
  'mandates.role': 'mandateRoles',
  'offices.role': 'officeRoles',
  'offices.themes': 'themes',
  'opinions.points.answer': 'pointAnswers',
  'positions.coSigners.kind': 'coSignerKinds',
  'positions.interests.priority': 'interestPriorities',
  'positions.interests.themes': 'themes',
  'positions.interests.uptake': 'interestUptakes',
  'practices.status': 'practiceStates',
  'projects.role': 'partnerRoles',
  'seats.departments': 'departments',
  'visibility.kind': 'visibilityKinds',
  'visibility.reach.unit': 'reachUnits',
  'visits.status': 'visitStates',
};

/** The unpublished fields and values of a definition, in words; empty if there are none. */
export function unpublished(definition: Reader, descriptions: readonly ServiceDescription[]): string[] {
  return definition.rules.flatMap((rule) => {
    const service = descriptions.find(({ service: name }) => name === rule.source);
    if (service === undefined) return [`${definition.code} reads ${rule.source}, which is no service`];
    const wrong = readBy(definition, rule).flatMap((read) => wrongWith(read, service));
    return [...new Set(wrong)].map((what) => `${definition.code} reads ${what}`);
  });
}

function wrongWith({ path, values = [] }: Read, service: ServiceDescription): string[] {
  const name = path.join('.');
  const fields = fieldsAt(service, path);
  if (fields.length === 0) return [`${name}, which no fact of ${service.service} carries`];
  if (values.length === 0) return [];
  const list = lists[name];
  const codes = list === undefined ? undefined : referenceList(list).entries.map(({ code }) => code);
  const allowed = allowedBy(fields) ?? codes;
  if (allowed === undefined && values.some((value) => fits(fields, value) === undefined))
    return [`${name}, whose values no fact declares`];
  return values
    .filter((value) => (allowed === undefined ? fits(fields, value) === false : !allowed.includes(value)))
    .map((value) => `${name} as ${value}, which is no value of the field`);
}

function readBy({ dimensions }: Reader, { root, children, where, formula }: Rule): Read[] {
  const {
    from: first,
    to: last,
    on,
    dueOn,
    doneOn,
    late,
    year,
    owed,
    counts,
    items,
    unpriced,
    list: entries,
  } = formula;
  const resourceOf = (part: string): string => (part === 'root' ? root : part);
  // Without the list there are no items, so their fields do not exist either.
  const own = [items ?? 'items', unpriced].filter((list) => list !== undefined).map((list) => [root, list]);
  // The items of a reference list are its entries, which no fact carries.
  const listed = entries === undefined ? own : [];
  const placesOf = (part: string): string[][] => (part === 'item' ? listed : [[resourceOf(part)]]);
  const ofField = ({ of: part, field, where: wanted }: Field): Read[] =>
    placesOf(part).flatMap((place) => [{ path: [...place, field] }, ...ofWanted(place, wanted)]);
  const days = [first, last, on, dueOn, doneOn, late, year, owed].filter((field) => field !== undefined);
  return [
    ...days.map((field) => ({ path: [root, field] })),
    ...children.map(({ resource, foreignKey }) => ({ path: [resource, foreignKey] })),
    ...where.map(({ of: part, field, in: values }) => ({ path: [resourceOf(part), field], values })),
    ...[...dimensions.map(({ from }) => from), ...(counts === undefined ? [] : [counts])].flatMap(ofField),
    ...(items === undefined ? [] : listed.flatMap((list) => ofItems(list, formula))),
    ...(formula.kind === 'amountOn' ? [{ path: [root, ...(formula.amount ?? 'amount').split('.')] }] : []),
    ...ofShare(root, formula),
    ...ofRecord(root, formula),
    ...ofChildren(formula),
  ];
}

const ofWanted = (place: readonly string[], wanted: Wanted): Read[] =>
  Object.entries(wanted).map(([field, values]) => ({ path: [...place, field], values }));

/** The numbers, the weight and the codes of the record itself. */
const ofRecord = (root: string, { part, whole, names, weighed }: Formula): Read[] => [
  ...[part, whole, names].filter((path) => path !== undefined).map((path) => ({ path: [root, ...path.split('.')] })),
  ...(weighed === undefined ? [] : [{ path: [root, weighed.by], values: Object.keys(weighed.weights) }]),
];

/** What makes a record one of a share. */
function ofShare(root: string, { of, among }: Formula): Read[] {
  const list = among?.items;
  return [
    ...(among === undefined || list === undefined
      ? []
      : [{ path: [root, list] }, { path: [root, list, among.field], values: among.in }]),
    ...(of !== undefined && 'field' in of ? [{ path: [root, of.field], values: of.in }] : []),
  ];
}

/** The fields of children that formulas read. */
function ofChildren({ of, acts, child }: Formula): Read[] {
  const done = of !== undefined && 'resource' in of ? of : undefined;
  return [
    ...(acts === undefined ? [] : [acts.match, acts.doneOn].map((field) => ({ path: [acts.resource, field] }))),
    ...(done === undefined ? [] : [{ path: [done.resource, done.doneOn] }, ...ofWanted([done.resource], done.where)]),
    ...(child === undefined ? [] : ofChildInForce(child)),
  ];
}

function ofChildInForce({ resource, where, from, to, except }: Child): Read[] {
  const days = [from, ...to].map((path) => path.split('.'));
  const excepted = [[except], [except, 'from'], [except, 'to']];
  return [...ofWanted([resource], where), ...[...days, ...excepted].map((path) => ({ path: [resource, ...path] }))];
}

/** The fields of list items that formulas read, in addition to dimensions; an amount only if the formula has one. */
function ofItems(list: readonly string[], formula: Formula): Read[] {
  const {
    kind,
    items,
    amount,
    except,
    by,
    weights = {},
    times,
    among,
    acts,
    keys,
    paidOn,
    number,
    source,
    each,
  } = formula;
  const isPriced = list.at(-1) === items;
  const cadence = kind === 'cadence' ? ['code', 'cadence', 'monitoredFrom'] : [];
  const named = [acts?.match, isPriced ? amount : undefined, paidOn, number, source];
  const plain = [...cadence, ...keys, ...named].filter((field) => field !== undefined);
  const weighed = [...(by === undefined ? [] : [{ by, weights }]), ...(times === undefined ? [] : [times])];
  const compared = [except, among, each].filter((condition) => condition !== undefined);
  return [
    { path: list },
    ...plain.map((field) => ({ path: [...list, field] })),
    ...compared.map(({ field, in: values }) => ({ path: [...list, field], values })),
    ...weighed.map(({ by: field, weights: given }) => ({ path: [...list, field], values: Object.keys(given) })),
  ];
}
