// A trace's answer as a list of spans in tree order, with times relative to the trace's start.
import { value, hexOfBase64 } from './text.js';

const byStart = (a, b) => a.start - b.start || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

// Times are nanoseconds: `startNanos` absolute as BigInt, all others relative as numbers.
export function readTrace(answer) {
  const spans = spansOf(answer.trace ?? {});
  let first = null, last = null;
  for (const one of spans) {
    if (first === null || one.from < first) first = one.from;
    if (last === null || one.to > last) last = one.to;
  }
  for (const one of spans) {
    one.start = Number(one.from - first);
    one.took = Math.max(0, Number(one.to - one.from));
  }
  const ordered = inTreeOrder(spans);
  return {
    spans: ordered,
    startNanos: first ?? 0n,
    length: spans.length ? Math.max(1, Number(last - first)) : 1,
    failed: spans.filter(one => one.failed).length,
    services: [...new Set(ordered.map(one => one.service))],
    notices: answer,
  };
}

function spansOf(trace) {
  const spans = [];
  for (const owner of trace.resourceSpans ?? []) {
    const resource = owner.resource ?? {};
    const service = value((resource.attributes ?? []).find(a => a.key === 'service.name')?.value) || 'unknown';
    for (const within of owner.scopeSpans ?? []) {
      for (const span of within.spans ?? []) {
        spans.push({
          span, service, resource, scope: within.scope ?? {}, name: span.name ?? '',
          id: hexOfBase64(span.spanId), parent: hexOfBase64(span.parentSpanId),
          from: BigInt(span.startTimeUnixNano ?? 0), to: BigInt(span.endTimeUnixNano ?? 0),
          failed: span.status?.code === 'STATUS_CODE_ERROR', above: null, children: [], depth: 0, size: 1, start: 0, took: 0,
        });
      }
    }
  }
  return spans;
}

// Parents before children, siblings by start. `above` of a span is its parent in this order, `size` of a span is the number of rows of its subtree, itself included.
function inTreeOrder(spans) {
  const byId = new Map();
  for (const one of spans) if (!byId.has(one.id)) byId.set(one.id, one);
  const roots = [];
  for (const one of spans) {
    const parent = one.parent ? byId.get(one.parent) : undefined;
    if (parent && parent !== one) parent.children.push(one);
    else roots.push(one);
  }
  for (const one of spans) one.children.sort(byStart);
  const order = [], seen = new Set(), path = [];
  const walk = root => {
    const stack = [root];
    while (stack.length) {
      const one = stack.pop();
      if (seen.has(one)) continue;
      seen.add(one);
      path.length = one.depth;
      for (const above of path) above.size++;
      path.push(one);
      order.push(one);
      for (let i = one.children.length - 1; i >= 0; i--) {
        const child = one.children[i];
        if (!seen.has(child)) { child.above = one; child.depth = one.depth + 1; stack.push(child); }
      }
    }
  };
  for (const root of roots.sort(byStart)) walk(root);
  // Spans of a cycle have no root: the first of each is shown as one.
  if (order.length < spans.length) for (const one of spans.slice().sort(byStart)) if (!seen.has(one)) { one.above = null; one.depth = 0; walk(one); }
  return order;
}
