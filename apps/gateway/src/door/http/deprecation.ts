import type { OperationDescription } from '@passerelle/platform/runtime/announcements';

/** The headers of a deprecated operation: RFC 9745 (`Deprecation`), RFC 8594 (`Sunset`) and their links. */
export function deprecationHeaders(deprecated: OperationDescription['deprecated']): Readonly<Record<string, string>> {
  if (deprecated === undefined) return {};
  const { since, sunset, link, successor } = deprecated;
  const links = [
    ...(link === undefined ? [] : [`<${link}>; rel="deprecation"; type="text/html"`]),
    ...(successor === undefined ? [] : [`<${successor}>; rel="successor-version"`]),
  ];
  return {
    Deprecation: `@${Date.parse(since) / 1000}`,
    ...(sunset === undefined ? {} : { Sunset: new Date(sunset).toUTCString() }),
    ...(links.length === 0 ? {} : { Link: links.join(', ') }),
  };
}
