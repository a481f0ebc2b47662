import { Injectable } from '@nestjs/common';
import { calendarPeriodOf, lastQuarters } from '@passerelle/domain/calendar-period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database } from '@passerelle/platform/data/database';
import type { Caller } from '@passerelle/platform/access/identity';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { ledgerReaches } from '../ledger/ledger.api.js';
import { Catalogue } from './catalogue/catalogue.js';
import { Clock } from './clock.js';
import { hasCoverage, inUnit, type Definition } from './definition.schema.js';
import type { Figure } from './figure.js';
import { figuresOf, type Figures } from './figures.js';
import type {
  Indicator,
  MeasuredRecordsQuery,
  Measurement,
  Observation,
  ObservationQuery,
} from './observation.schema.js';
import { ofItsList } from './list-figures.js';
import {
  isKeptApart,
  measurementIdOf,
  pinnedBy,
  questionOf,
  type Narrowing,
  type Pinned,
  type Question,
} from './question.js';
import { recordsBehind } from './records.js';
import { valueOf } from './value.js';

@Injectable()
export class IndicatorsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<Page> {
    return { items: await Promise.all(this.catalogue.newest().map((definition) => this.described(definition))) };
  }

  read(code: string): Promise<Indicator> {
    return this.described(this.definition(code));
  }

  async observe(code: string, query: ObservationQuery): Promise<{ items: Observation[] }> {
    const definition = this.definition(code);
    const question = questionOf(definition, query, await this.hasCome(query.asOf), this.clock.today());
    return { items: await this.answer(definition, question) };
  }

  async measurement(measurementId: string): Promise<Measurement> {
    const { definition, pinned } = await this.pinned(measurementId);
    const question = { periods: [pinned.period], axes: [], filters: pinned.filters, asOf: pinned.asOf };
    const [observation] = await this.answer(definition, question);
    if (observation === undefined) throw refusal(resourceNotFound);
    return { ...observation, code: definition.code, name: definition.name, records: `${observation.href}/records` };
  }

  async records(measurementId: string, query: MeasuredRecordsQuery, caller: Caller): Promise<Page> {
    const { definition, pinned } = await this.pinned(measurementId);
    const { HOME_PARTY, PUBLIC_URL, CURSOR_KEY } = this.context.settings;
    const site = { publicUrl: PUBLIC_URL, secret: CURSOR_KEY };
    return recordsBehind(this.db, definition, pinned, query, { caller, home: HOME_PARTY }, site);
  }

  private definition(code: string, version?: number): Definition {
    const definition = this.catalogue.find(code, version);
    if (definition === undefined) throw refusal(resourceNotFound);
    return definition;
  }

  /** A figure for a future instant could still change. */
  private async hasCome(asOf: string | undefined): Promise<boolean> {
    return asOf === undefined || new Date(asOf) <= this.clock.now() || ledgerReaches(this.db, asOf);
  }

  private async pinned(measurementId: string): Promise<{ definition: Definition; pinned: Pinned }> {
    const pinned = pinnedBy(measurementId);
    if (pinned === undefined || !(await this.hasCome(pinned.asOf))) throw refusal(resourceNotFound);
    const definition = this.definition(pinned.code, pinned.version);
    const known = definition.dimensions.map(({ name }) => name);
    const isFigure = pinned.filters.every(({ dimension }) => known.includes(dimension));
    if (!isFigure || !isKeptApart(definition, [], pinned.filters)) throw refusal(resourceNotFound);
    return { definition, pinned };
  }

  private async described(definition: Definition): Promise<Indicator> {
    const href = `${this.base}/indicators/${definition.code}`;
    const described = { ...definition, definitionVersion: definition.version, href };
    if (definition.apart !== undefined) return described;
    const [latest] = await this.answer(definition, { periods: [this.lastPeriod(definition)], axes: [], filters: [] });
    if (latest === undefined) throw new Error(`${definition.code} has no answer`);
    return { ...described, latest };
  }

  private lastPeriod({ periodicity }: Definition): string {
    const [quarter] = lastQuarters(1, this.clock.today());
    const year = String(Number(calendarPeriodOf(this.clock.today(), 'year').id) - 1);
    return periodicity === 'year' ? year : (quarter?.id ?? year);
  }

  private async answer(definition: Definition, question: Question): Promise<Observation[]> {
    const found = await figuresOf(this.db, definition, question, this.clock.midnight());
    return question.periods.flatMap((period) => {
      const figures = found.figures
        .filter((figure) => figure.period === period)
        .map((figure) => ofItsList(definition, figure, narrowedTo(question, figure), found.asOf));
      // No contribution is a count of zero; along an axis there is then no value to list.
      const told =
        question.axes.length > 0 || figures.length > 0
          ? figures
          : [{ period, values: [], numerator: 0, denominator: 0 }];
      return told.map((figure) => this.observation(definition, question, found, figure));
    });
  }

  private observation(
    definition: Definition,
    question: Question,
    { asOf, position }: Figures,
    figure: Figure,
  ): Observation {
    const { code, version, measure } = definition;
    const filters = narrowedTo(question, figure);
    const measurementId = measurementIdOf({ code, version, period: figure.period, filters, asOf });
    const value = valueOf(definition, figure);
    return {
      measurementId,
      href: `${this.base}/measurements/${measurementId}`,
      period: figure.period,
      dimensions: Object.fromEntries(filters.map(({ dimension, values }) => [dimension, values.join('+')])),
      ...(value === undefined ? {} : { value }),
      numerator: hasCoverage(definition) ? figure.numerator : inUnit(definition, figure.numerator),
      ...(measure !== 'count' ? { denominator: figure.denominator } : {}),
      ...(figure.coverage === undefined ? {} : { coverage: figure.coverage }),
      unit: unitOf(definition, filters),
      definitionVersion: version,
      asOf,
      position,
    };
  }

  private get base(): string {
    return `${this.context.settings.PUBLIC_URL}/v1`;
  }
}

/** The filters of the question, and the value of each axis. */
function narrowedTo({ axes, filters }: Question, { values }: Figure): Narrowing[] {
  const along = axes.flatMap((dimension, index) =>
    values[index] === undefined ? [] : [{ dimension, values: [values[index]] }],
  );
  return [...filters.filter(({ dimension }) => !axes.includes(dimension)), ...along];
}

/** Of mixed units, the one that this figure is in. */
function unitOf({ unit, apart }: Definition, filters: readonly Narrowing[]): string {
  const one = filters.find(({ dimension }) => dimension === apart);
  return unit === 'mixed' ? (one?.values[0] ?? unit) : unit;
}
