// compare(): which attributes tell the chosen spans from the others, the most telling first.
import { element, short, value } from './text.js';
import { literal } from './series.js';

const ATTRIBUTES_MAX = 25;
const VALUES_MAX = 6;

export function comparison(answer) {
  const { attributes, totals, cut } = read(answer.series ?? []);
  const ranked = [...attributes.values()].map(one => rank(one, totals)).filter(one => one.rows.length > 0)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  const parts = [element('p', {}, element('i', { class: 'mark share chosen' }), element('b', {}, short(totals.selection)), ' chosen spans against ',
    element('i', { class: 'mark share others' }), element('b', {}, short(totals.baseline)), ' others. Bars show the share of spans with each value, the greatest difference first.')];
  if (ranked.length === 0) parts.push(element('p', { class: 'hint' }, 'No attribute tells them apart in this time range.'));
  const list = element('div', { class: 'compare' }, ...ranked.slice(0, ATTRIBUTES_MAX).map(one => card(one, cut)));
  parts.push(list);
  if (ranked.length > ATTRIBUTES_MAX) {
    const more = element('button', { type: 'button', class: 'quiet' }, `Show ${ranked.length - ATTRIBUTES_MAX} more attributes`);
    more.addEventListener('click', () => { list.append(...ranked.slice(ATTRIBUTES_MAX).map(one => card(one, cut))); more.remove(); });
    parts.push(more);
  }
  return parts;
}

// Sums over time: attribute → value → spans on each side, and how many spans each side has at all.
function read(series) {
  const attributes = new Map(), totals = { selection: 0, baseline: 0 }, cut = new Set();
  for (const one of series) {
    const type = value((one.labels ?? []).find(l => l.key === '__meta_type')?.value);
    const other = (one.labels ?? []).find(l => !l.key.startsWith('__meta'));
    if (!other) continue;
    if ((one.labels ?? []).some(l => l.key === '__meta_error')) { cut.add(other.key); continue; }
    const count = 'value' in one ? Number(one.value) : (one.samples ?? []).reduce((sum, sample) => sum + Number(sample.value ?? 0), 0);
    const attribute = attributes.get(other.key) ?? { name: other.key, values: new Map(), having: { selection: 0, baseline: 0 } };
    attributes.set(other.key, attribute);
    const side = type.startsWith('selection') ? 'selection' : 'baseline';
    if (type.endsWith('_total')) {
      attribute.having[side] += count;
      totals[side] = Math.max(totals[side], attribute.having[side]);
    } else {
      const text = literal(other.key, other.value);
      const both = attribute.values.get(text) ?? { text, selection: 0, baseline: 0 };
      both[side] += count;
      attribute.values.set(text, both);
    }
  }
  return { attributes, totals, cut };
}

function rank(attribute, totals) {
  const share = (count, side) => totals[side] > 0 ? count / totals[side] : 0;
  const rows = [...attribute.values.values()].map(one => ({ ...one,
    chosen: share(one.selection, 'selection'), others: share(one.baseline, 'baseline') }));
  rows.sort((a, b) => Math.abs(b.chosen - b.others) - Math.abs(a.chosen - a.others) || b.selection - a.selection);
  return { name: attribute.name, rows, score: rows.length ? Math.abs(rows[0].chosen - rows[0].others) : 0 };
}

function card(one, cut) {
  const lines = one.rows.slice(0, VALUES_MAX).map(row => element('tr', {},
    element('th', { scope: 'row', title: row.text }, element('a', { href: searchOf(one.name, row.text) }, row.text)),
    share('chosen', row.chosen, row.selection), share('others', row.others, row.baseline)));
  const hidden = one.rows.length - lines.length;
  return element('section', {}, element('h2', {}, one.name, element('span', { class: 'soft' }, `  ${Math.round(one.score * 100)} % apart`)),
    element('table', {}, element('thead', { class: 'away' }, element('tr', {}, ...['Value', 'Chosen', 'Others'].map(title => element('th', { scope: 'col' }, title)))),
      element('tbody', {}, ...lines)),
    hidden > 0 || cut.has(one.name) ? element('p', { class: 'soft' }, cut.has(one.name) ? 'It has more values than are kept.' : `${hidden} more values`) : null);
}

function share(side, part, count) {
  const bar = element('div', { class: 'share ' + side });
  bar.style.width = part * 100 + '%';
  return element('td', {}, element('div', { class: 'track' }, bar),
    element('span', { class: 'soft' }, `${(part * 100).toFixed(part > 0 && part < 0.1 ? 1 : 0)} % (${short(count)})`));
}

function searchOf(name, text) {
  const range = new URLSearchParams(location.hash.split('?')[1] ?? '');
  range.delete('view');
  range.set('q', `{ ${name} = ${text} }`);
  return '#/search?' + range;
}
