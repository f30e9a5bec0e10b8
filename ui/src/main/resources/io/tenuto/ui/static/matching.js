// Two traces against each other: which span of one is which of the other, and what differs between them.
import { value } from './text.js';

// Differences of measured things that are not worth telling.
const DURATION_PART = 0.2, DURATION_NANOS = 1e6, NUMBER_PART = 0.05;

const identity = one => one ? [one.service, one.name, one.span.kind ?? ''].join('\u0000') : '';

// Rows of both trees as one: { base, other, depth, kind, changes }, kind being same, changed, added or removed.
export function match(base, other) {
  const pairs = pairsOf(base.spans, other.spans);
  const nodes = new Map();
  for (const one of base.spans) nodes.set(one, { base: one, other: pairs.get(one), children: [], changes: [] });
  for (const [mine, theirs] of pairs) nodes.set(theirs, nodes.get(mine));
  for (const one of other.spans) if (!nodes.has(one)) nodes.set(one, { other: one, children: [], changes: [] });
  const roots = [];
  for (const node of new Set(nodes.values())) {
    const above = (node.base ?? node.other).above;
    (above ? nodes.get(above).children : roots).push(node);
  }
  const rows = [];
  const stack = roots.sort(byStart).reverse().map(node => [node, 0]);
  while (stack.length) {
    const [node, depth] = stack.pop();
    const changes = node.base && node.other ? changesOf(node.base, node.other) : [];
    rows.push({ ...node, depth, changes, kind: !node.other ? 'removed' : !node.base ? 'added' : changes.length ? 'changed' : 'same' });
    for (const child of node.children.sort(byStart).reverse()) stack.push([child, depth + 1]);
  }
  return rows;
}

const byStart = (a, b) => (a.base ?? a.other).start - (b.base ?? b.other).start;

// A span goes with the first free one of its service, name and kind, rather with one whose parent is alike as well.
function pairsOf(spans, others) {
  const free = Map.groupBy(others, identity);
  const pairs = new Map();
  for (const one of spans) {
    const choices = free.get(identity(one)) ?? [];
    if (choices.length === 0) continue;
    const alike = choices.findIndex(choice => identity(choice.above) === identity(one.above));
    pairs.set(one, choices.splice(Math.max(0, alike), 1)[0]);
  }
  return pairs;
}

// What differs as [what, value in base, value in other]; undefined stands for absent.
export function changesOf(base, other) {
  const changes = [];
  if (Math.abs(other.took - base.took) > base.took * DURATION_PART + DURATION_NANOS) changes.push(['duration', base.took, other.took]);
  const status = one => [(one.span.status?.code ?? 'STATUS_CODE_UNSET').replace('STATUS_CODE_', '').toLowerCase(), one.span.status?.message].filter(Boolean).join(': ');
  if (status(base) !== status(other)) changes.push(['status', status(base), status(other)]);
  compareMaps(changes, '', attributesOf(base.span), attributesOf(other.span));
  compareMaps(changes, 'event ', eventsOf(base.span), eventsOf(other.span));
  return changes;
}

const attributesOf = owner => new Map((owner.attributes ?? []).map(a => [a.key ?? '', a.value]));

// How often each event occurs.
const eventsOf = span => new Map([...Map.groupBy(span.events ?? [], event => event.name ?? '')].map(([name, list]) => [name, { intValue: list.length }]));

function compareMaps(changes, prefix, mine, theirs) {
  for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
    const a = mine.get(key), b = theirs.get(key);
    if (!isSame(a, b)) changes.push([prefix + key, a && value(a), b && value(b)]);
  }
}

function isSame(a, b) {
  if (a === undefined || b === undefined) return a === b;
  const first = numberOf(a), second = numberOf(b);
  if (first === null || second === null) return value(a) === value(b);
  return Math.abs(first - second) <= NUMBER_PART * Math.max(Math.abs(first), Math.abs(second));
}

const numberOf = any => 'intValue' in any ? Number(any.intValue) : 'doubleValue' in any ? any.doubleValue : null;
