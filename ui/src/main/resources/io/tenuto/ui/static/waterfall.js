// One trace as a waterfall. Only the rows in sight are in the document, whatever the size of the trace.
import { element, duration, value, colour, hexOfBase64, moment } from './text.js';

const ROW = 24;
const SPARE_ROWS = 12;

// Spans of the answer as a list in tree order, with depth and times relative to the trace's start.
export function flatten(trace) {
  const spans = [];
  for (const resource of trace.resourceSpans ?? []) {
    const service = value((resource.resource?.attributes ?? []).find(a => a.key === 'service.name')?.value) || 'unknown';
    for (const scope of resource.scopeSpans ?? []) {
      for (const span of scope.spans ?? []) {
        spans.push({
          span, service, scope: scope.scope ?? {}, resource: resource.resource ?? {},
          id: hexOfBase64(span.spanId), parent: hexOfBase64(span.parentSpanId),
          start: BigInt(span.startTimeUnixNano ?? 0), end: BigInt(span.endTimeUnixNano ?? 0), children: [], depth: 0,
        });
      }
    }
  }
  const byId = new Map();
  for (const one of spans) if (!byId.has(one.id)) byId.set(one.id, one);
  const roots = [];
  for (const one of spans) {
    const parent = one.parent ? byId.get(one.parent) : undefined;
    if (parent && parent !== one) parent.children.push(one);
    else roots.push(one);
  }
  const order = [], seen = new Set();
  const byStart = (a, b) => a.start < b.start ? -1 : a.start > b.start ? 1 : 0;
  const stack = roots.sort(byStart).reverse();
  // Spans of a cycle have no root: the first of each is shown as one.
  const rest = spans.slice().sort(byStart).reverse();
  while (stack.length || rest.length) {
    const one = stack.pop() ?? rest.pop();
    if (seen.has(one)) continue;
    seen.add(one);
    order.push(one);
    for (const child of one.children.sort(byStart).reverse()) {
      if (!seen.has(child)) { child.depth = one.depth + 1; stack.push(child); }
    }
  }
  return order;
}

export function showTrace(view, id, answer, chosenId, onChoose) {
  const spans = flatten(answer.trace ?? {});
  if (spans.length === 0) {
    view.replaceChildren(element('p', { class: 'hint' }, `Trace ${id} is not stored.`));
    return;
  }
  let start = spans[0].start, end = spans[0].end;
  for (const one of spans) {
    if (one.start < start) start = one.start;
    if (one.end > end) end = one.end;
  }
  const length = Number(end - start) || 1;
  const failed = spans.filter(one => one.span.status?.code === 'STATUS_CODE_ERROR').length;
  const summary = element('div', {}, element('strong', {}, `${spans[0].service}: ${spans[0].span.name ?? ''}`),
    element('div', { class: 'soft' }, `${id}, ${moment(start)}, ${duration(length)}, ${spans.length} spans`,
      failed ? element('span', { class: 'error' }, `, ${failed} failed`) : null));
  const tall = element('div', { class: 'tall' });
  tall.style.height = spans.length * ROW + 'px';
  const rows = element('div', { class: 'rows', tabindex: '0', role: 'tree', 'aria-label': 'Spans' }, tall);
  const side = element('aside', { class: 'side' });
  view.replaceChildren(summary, element('div', { class: 'pane' }, rows, side));
  view.className = 'trace';

  let chosen = Math.max(0, spans.findIndex(one => one.id === chosenId));
  const paint = () => {
    const first = Math.max(0, Math.floor(rows.scrollTop / ROW) - SPARE_ROWS);
    const last = Math.min(spans.length, Math.ceil((rows.scrollTop + rows.clientHeight) / ROW) + SPARE_ROWS);
    const made = [];
    for (let index = first; index < last; index++) made.push(spanRow(spans[index], index, { start, length, chosen, choose }));
    tall.replaceChildren(...made);
  };
  const choose = index => {
    chosen = index;
    const top = index * ROW;
    if (top < rows.scrollTop) rows.scrollTop = top;
    else if (top + ROW > rows.scrollTop + rows.clientHeight) rows.scrollTop = top + ROW - rows.clientHeight;
    details(side, spans[index], start);
    onChoose(spans[index].id);
    paint();
  };
  let waiting = false;
  rows.addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; paint(); });
  });
  rows.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -spans.length, End: spans.length }[event.key];
    if (!step) return;
    event.preventDefault();
    choose(Math.min(spans.length - 1, Math.max(0, chosen + step)));
  });
  choose(chosen);
}

function spanRow(one, index, { start, length, chosen, choose }) {
  const left = Number(one.start - start) / length * 100;
  const took = Number(one.end - one.start);
  const width = Math.max(0, took) / length * 100;
  const bad = one.span.status?.code === 'STATUS_CODE_ERROR';
  const name = element('div', { class: 'name' + (bad ? ' error' : '') }, element('span', { class: 'soft' }, one.service + ' '), one.span.name ?? '');
  name.style.paddingLeft = 8 + Math.min(one.depth, 30) * 14 + 'px';
  const bar = element('div', { class: 'bar' + (bad ? ' failed' : '') });
  bar.style.left = left + '%';
  bar.style.width = Math.min(width, 100 - left) + '%';
  bar.style.background = colour(one.service);
  const label = element('div', { class: 'took' }, duration(took));
  label.style.left = `calc(${Math.min(left + width, 100)}% + 6px)`;
  const row = element('div', { class: 'span' + (index === chosen ? ' chosen' : ''), role: 'treeitem',
    'aria-level': one.depth + 1, 'aria-selected': index === chosen, onclick: () => choose(index) },
    name, element('div', { class: 'time' }, bar, label));
  row.style.top = index * ROW + 'px';
  return row;
}

function details(side, one, start) {
  const span = one.span;
  const kind = (span.kind ?? 'SPAN_KIND_UNSPECIFIED').replace('SPAN_KIND_', '').toLowerCase();
  const parts = [element('h2', {}, span.name ?? ''), element('div', { class: 'soft' }, one.service)];
  const facts = [['started', '+' + duration(Number(one.start - start))], ['took', duration(Number(one.end - one.start))],
    ['kind', kind], ['span ID', one.id]];
  if (one.parent) facts.push(['parent', one.parent]);
  if (span.status?.code) facts.push(['status', span.status.code.replace('STATUS_CODE_', '').toLowerCase()]);
  if (span.status?.message) facts.push(['message', span.status.message]);
  parts.push(pairs(facts));
  section(parts, 'Attributes', attributes(span));
  for (const event of span.events ?? []) {
    section(parts, `Event ${event.name ?? ''} at +${duration(Number(BigInt(event.timeUnixNano ?? 0) - one.start))}`, attributes(event));
  }
  for (const link of span.links ?? []) {
    const target = hexOfBase64(link.traceId);
    section(parts, 'Link', [['trace', element('a', { href: '#/trace/' + target }, target)], ['span', hexOfBase64(link.spanId)], ...attributes(link)]);
  }
  section(parts, 'Resource', attributes(one.resource));
  section(parts, 'Scope', [['name', one.scope.name ?? ''], ['version', one.scope.version ?? ''], ...attributes(one.scope)].filter(p => p[1]));
  side.replaceChildren(...parts);
}

const attributes = owner => (owner.attributes ?? []).map(a => [a.key ?? '', value(a.value)]);

function section(parts, title, list) {
  if (list.length > 0) parts.push(element('h3', {}, title), pairs(list));
}

function pairs(list) {
  return element('dl', {}, ...list.flatMap(([key, shown]) => [element('dt', {}, key), element('dd', {}, shown)]));
}
