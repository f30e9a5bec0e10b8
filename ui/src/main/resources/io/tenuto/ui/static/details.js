// The side panel: everything that is known of one span.
import { element, duration, value, hexOfBase64, copyButton } from './text.js';

export function showDetails(side, one) {
  const span = one.span;
  const kind = (span.kind ?? 'SPAN_KIND_UNSPECIFIED').replace('SPAN_KIND_', '').toLowerCase();
  const parts = [element('h2', {}, one.name || '(no name)'), element('div', { class: 'soft' }, one.service)];
  const facts = [['started', '+' + duration(one.start)], ['took', duration(one.took)], ['kind', kind],
    ['span ID', [one.id + ' ', copyButton(one.id, 'Copy span ID')]]];
  if (one.parent) facts.push(['parent', one.parent]);
  const status = (span.status?.code ?? '').replace('STATUS_CODE_', '').toLowerCase();
  if (status && status !== 'unset') facts.push(['status', element('span', { class: one.failed ? 'error' : '' }, status)]);
  if (span.status?.message) facts.push(['message', span.status.message]);
  if (span.traceState) facts.push(['trace state', span.traceState]);
  parts.push(pairs(facts));
  section(parts, 'Attributes', attributes(span), span.droppedAttributesCount);
  events(parts, span, one);
  links(parts, span);
  section(parts, 'Resource', attributes(one.resource));
  section(parts, 'Scope', [['name', one.scope.name ?? ''], ['version', one.scope.version ?? ''], ...attributes(one.scope)].filter(p => p[1]));
  side.replaceChildren(...parts);
  side.scrollTop = 0;
}

function events(parts, span, one) {
  for (const event of span.events ?? []) {
    const after = Number(BigInt(event.timeUnixNano ?? 0) - one.from);
    parts.push(element('h3', {}, `Event at +${duration(Math.max(0, after))}`));
    parts.push(pairs([['name', element('strong', { class: event.name === 'exception' ? 'error' : '' }, event.name ?? '')], ...attributes(event)]));
  }
  dropped(parts, span.droppedEventsCount, 'events');
}

function links(parts, span) {
  for (const link of span.links ?? []) {
    const trace = hexOfBase64(link.traceId), target = hexOfBase64(link.spanId);
    parts.push(element('h3', {}, 'Link'));
    parts.push(pairs([['trace', element('a', { href: `#/trace/${trace}?span=${target}` }, trace)], ['span', target], ...attributes(link)]));
  }
  dropped(parts, span.droppedLinksCount, 'links');
}

const attributes = owner => (owner.attributes ?? []).map(a => [a.key ?? '', value(a.value)]);

function section(parts, title, list, droppedCount) {
  if (list.length > 0) parts.push(element('h3', {}, title), pairs(list));
  dropped(parts, droppedCount, 'attributes');
}

function dropped(parts, count, what) {
  if (count > 0) parts.push(element('p', { class: 'soft' }, `${count} ${what} were dropped by the sender.`));
}

function pairs(list) {
  return element('dl', {}, ...list.flatMap(([key, shown]) =>
    [element('dt', {}, key), element('dd', {}, ...(Array.isArray(shown) ? shown : [shown]))]));
}
