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
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

// One W3C trace spans the HTTP request, NATS, the outbox and the figure. Spans are opened by hand where work passes to another
// process or queue; no instrumentation package is installed, so queries and outgoing requests have no spans.

let provider: TracerProvider | undefined;

/** Starts tracing in this process, once; spans are exported only where an OTLP endpoint is configured. */
export async function startTracing(service: string, endpoint: string | undefined): Promise<void> {
  if (provider !== undefined) return;
  provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.namespace': 'passerelle', 'service.name': service }),
    spanProcessors: endpoint === undefined ? [] : [await exporterTo(endpoint)],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
}

/** Loaded on demand: a service that exports no spans saves the memory. */
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

/** Fields of every log line. */
export function currentTrace(): { trace?: string } {
  const id = trace.getActiveSpan()?.spanContext().traceId;
  return id === undefined ? {} : { trace: id };
}

export const traceIdOf = (header: string | undefined): string | undefined => header?.split('-')[1];

export { SpanKind };
