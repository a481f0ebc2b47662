import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

// One W3C trace runs from the HTTP request over NATS and the event log to the figure. OpenTelemetry instruments
// HTTP and pg by itself but not NATS, so spans are opened by hand at the few places where work changes hands.

let provider: TracerProvider | undefined;

/** Starts tracing in this process, once; spans are exported only where an OTLP endpoint is configured. */
export async function startTracing(endpoint: string | undefined): Promise<void> {
  if (provider !== undefined) return;
  provider = new TracerProvider({ spanProcessors: endpoint === undefined ? [] : [await exporterTo(endpoint)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
}

/** Loaded where it is used: a service that exports nothing saves the memory. */
async function exporterTo(endpoint: string): Promise<BatchSpanProcessor> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  return new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }) });
}

export const stopTracing = async (): Promise<void> => provider?.forceFlush();

/** Runs `work` in a span that continues `traceparent` (or the current trace), and ends with it. */
export async function inSpan<Result>(
  name: string,
  kind: SpanKind,
  traceparent: string | undefined,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const parent = traceparent === undefined ? context.active() : contextOf(traceparent);
  return trace.getTracer('passerelle').startActiveSpan(name, { kind }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

const contextOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

/** The current trace as a W3C `traceparent` header. */
export function traceparent(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** What every log line carries. */
export function currentTrace(): { trace?: string } {
  const id = trace.getActiveSpan()?.spanContext().traceId;
  return id === undefined ? {} : { trace: id };
}

export const traceIdOf = (header: string | undefined): string | undefined => header?.split('-')[1];

export { SpanKind };
