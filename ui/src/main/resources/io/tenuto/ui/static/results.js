// Search results: one row a trace, newest first.
import { element, moment, duration, value } from './text.js';

export function showResults(answer) {
  const traces = answer.traces ?? [];
  if (traces.length === 0) return [element('p', { class: 'hint' }, 'Nothing matched in this time range.')];
  const body = element('tbody');
  for (const trace of traces) body.append(row(trace));
  const head = element('tr', {}, ...['Trace', 'Root', 'Started', 'Duration', 'Spans', 'Matched'].map((title, index) =>
    element('th', { scope: 'col', class: index > 2 ? 'number' : '' }, title)));
  return [element('table', { class: 'results' }, element('thead', {}, head), body)];
}

function row(trace) {
  const stats = Object.values(trace.serviceStats ?? {});
  const spans = stats.reduce((sum, one) => sum + (one.spanCount ?? 0), 0);
  const errors = stats.reduce((sum, one) => sum + (one.errorCount ?? 0), 0);
  const matched = (trace.spanSets ?? []).reduce((sum, one) => sum + (one.matched ?? 0), 0);
  const first = trace.spanSets?.[0]?.spans?.[0];
  const attributes = (first?.attributes ?? []).slice(0, 4).map(a => `${a.key}=${value(a.value)}`).join('  ');
  return element('tr', {},
    element('td', {}, element('a', { href: '#/trace/' + trace.traceID.padStart(32, '0'), title: trace.traceID }, trace.traceID)),
    element('td', {}, `${trace.rootServiceName ?? ''}: ${trace.rootTraceName ?? ''}`,
      attributes ? element('div', { class: 'soft' }, attributes) : null),
    element('td', { class: 'when' }, moment(trace.startTimeUnixNano)),
    element('td', { class: 'number' }, duration((trace.durationMs ?? 0) * 1e6)),
    element('td', { class: 'number' }, String(spans), errors ? element('span', { class: 'error' }, ` ${errors} failed`) : null),
    element('td', { class: 'number' }, String(matched)));
}
