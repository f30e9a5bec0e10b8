// How a search was run: what it read, what it could leave out and why, and where the time went. For people.
import { element, short, bytes, duration } from './text.js';

const LISTS = { columns: 'Columns read', leadingFilters: 'Filters that lead: a row that fails one is not looked at further',
  prunedBy: 'Conditions that statistics are asked about before anything is read' };
const NAMES = { blocksInRange: 'blocks in the time range', blockBytes: 'their size', jobs: 'jobs', sources: 'sources read',
  sourcesSkippedAsOlder: 'sources left out as older than all results', rowsInRange: 'rows in the time range', rowsRead: 'rows read',
  batches: 'batches', tracesInRange: 'traces in the time range', tracesEvaluated: 'traces evaluated',
  tracesGatheredFromSeveralSources: 'traces put together from several sources', bytes: 'bytes behind the rows in the time range, estimated', condition: 'condition', by: 'contradicted by', rows: 'rows left out', tracesLeftOut: 'traces left out',
  leadingFilters: 'leading filters', traces: 'evaluating traces', describing: 'describing results', other: 'planning, queue, merge' };

export function showExplanation(answer) {
  const read = answer.read ?? {}, micros = answer.micros ?? {};
  const parts = [element('p', { class: 'query' }, element('code', {}, answer.query ?? '')),
    element('p', {}, `Evaluated ${answer.evaluation ?? ''}; structure of traces: ${answer.structure ?? ''}; `, element('b', {}, `${answer.tracesFound ?? 0} traces found`), '.')];
  parts.push(card('Read and left out', share('rows read', read.rowsRead ?? 0, read.rowsInRange ?? 0, 'rows in the time range'),
    share('traces evaluated', read.tracesEvaluated ?? 0, read.tracesInRange ?? 0, 'traces in the time range'), table(read)));
  parts.push(card('Left out unread, by statistics', (answer.pruned ?? []).length ? rows(answer.pruned) : element('p', { class: 'soft' }, 'Nothing: statistics contradicted no condition, or all rows are live.')));
  parts.push(card(`Time: ${duration((micros.total ?? 0) * 1000)}`, times(micros)));
  for (const [key, title] of Object.entries(LISTS)) {
    const list = answer[key] ?? [];
    parts.push(card(title, list.length ? element('ul', { class: 'chips' }, ...list.map(one => element('li', {}, element('code', {}, one)))) : element('p', { class: 'soft' }, 'none')));
  }
  for (const [key, any] of Object.entries(answer)) {
    if (key in LISTS || ['query', 'evaluation', 'structure', 'read', 'micros', 'tracesFound', 'pruned', 'status', 'message', 'metrics'].includes(key)) continue;
    parts.push(card(words(key), Array.isArray(any) ? rows(any) : typeof any === 'object' ? table(any) : element('p', {}, String(any))));
  }
  return [element('div', { class: 'explain' }, ...parts)];
}

const words = key => NAMES[key] ?? key.replace(/([A-Z])/g, ' $1').toLowerCase();
const card = (title, ...content) => element('section', {}, element('h2', {}, title), ...content);

// A part of a whole as a bar with its figures.
function share(what, part, whole, wholeName) {
  if (!whole) return null;
  const bar = element('div', { class: 'share chosen' });
  bar.style.width = Math.min(100, part / whole * 100) + '%';
  return element('div', { class: 'part' }, element('div', { class: 'track' }, bar),
    element('span', {}, `${short(part)} ${what} of ${short(whole)} ${wholeName} (${short(part / whole * 100)} %)`));
}

function times(micros) {
  const stages = Object.entries(micros).filter(([key]) => key !== 'total');
  const known = stages.reduce((sum, [, one]) => sum + one, 0);
  // Several threads work at a stage, so that stages may add up to more than the clock shows.
  const whole = Math.max(micros.total ?? 0, known) || 1;
  if (micros.total > known) stages.push(['other', micros.total - known]);
  return element('table', { class: 'stages' }, element('tbody', {}, ...stages.map(([key, one]) => {
    const bar = element('div', { class: 'share others' });
    bar.style.width = one / whole * 100 + '%';
    return element('tr', {}, element('th', { scope: 'row' }, words(key)), element('td', {}, element('div', { class: 'track' }, bar)), element('td', { class: 'number' }, duration(one * 1000)));
  })));
}

function table(facts) {
  return element('table', {}, element('tbody', {}, ...Object.entries(facts).map(([key, any]) =>
    element('tr', {}, element('th', { scope: 'row' }, words(key)), element('td', { class: 'number' }, /bytes/i.test(key) ? bytes(any) : cell(any))))));
}

function rows(list) {
  if (list.length === 0) return element('p', { class: 'soft' }, 'none');
  if (typeof list[0] !== 'object') return element('ul', { class: 'chips' }, ...list.map(one => element('li', {}, element('code', {}, String(one)))));
  const keys = [...new Set(list.flatMap(Object.keys))];
  return element('table', {}, element('thead', {}, element('tr', {}, ...keys.map(key => element('th', { scope: 'col' }, words(key))))),
    element('tbody', {}, ...list.map(one => element('tr', {}, ...keys.map(key => element('td', {}, /bytes/i.test(key) ? bytes(one[key] ?? 0) : cell(one[key] ?? '')))))));
}

const cell = any => typeof any === 'number' ? short(any) : typeof any === 'object' ? JSON.stringify(any) : String(any);
