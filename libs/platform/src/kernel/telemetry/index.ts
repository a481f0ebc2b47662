export { createLogger, logWarnings, nestLogger, type Logger } from './logger.js';
export { currentTrace, inSpan, SpanKind, startTracing, stopTracing, traceIdOf, traceparent } from './tracing.js';
