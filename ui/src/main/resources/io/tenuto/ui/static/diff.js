// Two traces side by side: one tree of both, each span with a bar of either trace.
import { element, duration, moment } from './text.js';
import { match } from './matching.js';
import { notices } from './notice.js';
import { virtualRows } from './rows.js';

const SIGNS = { same: '', changed: '~', added: '+', removed: '−' };
const WORDS = { same: 'alike', changed: 'changed', added: 'only in the second', removed: 'only in the first' };

// `base` and `other` are { id, trace }.
export function showDiff(view, base, other) {
  view.className = '';
  const missing = [base, other].find(one => one.trace.spans.length === 0);
  if (missing) {
    view.replaceChildren(element('p', { class: 'hint' }, `Trace ${missing.id} is not stored.`));
    return;
  }
  const all = match(base.trace, other.trace);
  const counts = Object.fromEntries(Object.keys(WORDS).map(kind => [kind, all.filter(row => row.kind === kind).length]));
  const tall = element('div', { class: 'tall', role: 'none' });
  const holder = element('div', { class: 'rows', tabindex: '0', role: 'listbox', 'aria-label': 'Spans of both traces' },
    element('div', { class: 'ruler', 'aria-hidden': 'true' }, element('div', { class: 'name' }, 'Span'), element('div', {}, 'above: first trace, below: second')), tall);
  const side = element('aside', { class: 'side', tabindex: '0', 'aria-label': 'What differs in the chosen span' });
  const only = element('input', { type: 'checkbox', id: 'only' });
  view.className = 'trace';
  view.replaceChildren(head(base, other, counts, only), ...notices(base.trace.notices), ...notices(other.trace.notices),
    element('div', { class: 'pane' }, holder, side));
  rowList(all, { holder, tall, side, only, length: Math.max(base.trace.length, other.trace.length) });
  holder.focus({ preventScroll: true });
}

function head(base, other, counts, only) {
  const line = (title, one) => element('tr', {}, element('th', { scope: 'row' }, title),
    element('td', {}, element('a', { href: '#/trace/' + one.id }, one.id)), element('td', {}, `${one.trace.spans[0].service}: ${one.trace.spans[0].name}`),
    element('td', {}, moment(one.trace.startNanos)), element('td', { class: 'number' }, duration(one.trace.length)),
    element('td', { class: 'number' }, `${one.trace.spans.length} spans`), element('td', { class: 'number' + (one.trace.failed ? ' error' : '') }, `${one.trace.failed} failed`));
  const swap = element('a', { href: `#/diff?base=${other.id}&compare=${base.id}` }, 'swap');
  return element('div', { class: 'summary' },
    element('table', { class: 'two' }, element('tbody', {}, line('first', base), line('second', other))),
    element('div', { class: 'facts' }, ...Object.entries(counts).map(([kind, count]) => element('span', { class: kind }, `${SIGNS[kind]} ${count} ${WORDS[kind]}`)),
      element('label', {}, only, ' only differences'), swap));
}

function rowList(all, { holder, tall, side, only, length }) {
  let shown = all, chosen = Math.max(0, all.findIndex(row => row.kind !== 'same'));
  const list = virtualRows(holder, tall, { count: () => shown.length, make: place => diffRow(shown[place], { length, isChosen: place === chosen, id: 'row-' + place, choose: () => choose(place) }) });

  function choose(place) {
    chosen = place;
    list.reveal(place);
    list.paint();
    holder.setAttribute('aria-activedescendant', 'row-' + place);
    side.replaceChildren(...(shown[place] ? facts(shown[place]) : [element('p', { class: 'hint' }, 'The traces are alike.')]));
  }

  only.addEventListener('change', () => {
    const kept = shown[chosen];
    shown = only.checked ? all.filter(row => row.kind !== 'same') : all;
    list.fit();
    choose(Math.max(0, shown.indexOf(kept)));
  });
  holder.addEventListener('keydown', event => {
    const place = list.moved(event.key, chosen);
    if (place < 0 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(place);
  });
  list.fit();
  choose(chosen);
}

function diffRow(row, { length, isChosen, id, choose }) {
  const one = row.base ?? row.other;
  const name = element('div', { class: 'name', title: `${one.service} ${one.name}` }, element('span', { class: 'sign', 'aria-label': WORDS[row.kind] }, SIGNS[row.kind]),
    element('span', { class: 'soft' }, one.service + ' '), one.name);
  name.style.paddingLeft = 4 + Math.min(row.depth, 24) * 12 + 'px';
  const time = element('div', { class: 'time' });
  for (const [part, which] of [[row.base, 'first'], [row.other, 'second']]) if (part) time.append(bar(part, which, length));
  const texts = row.base && row.other ? change(row.base.took, row.other.took) : duration(one.took);
  const end = Math.max(...[row.base, row.other].filter(Boolean).map(part => part.start + part.took)) / length * 100;
  const label = element('div', { class: 'took' }, texts);
  label.style.left = `calc(${Math.min(100, end)}% + 6px)`;
  time.append(label);
  return element('div', { class: `span ${row.kind}${isChosen ? ' chosen' : ''}`, id, role: 'option', 'aria-selected': isChosen, onclick: choose }, name, time);
}

function bar(part, which, length) {
  const made = element('div', { class: `bar thin ${which}${part.failed ? ' failed' : ''}` });
  made.style.left = part.start / length * 100 + '%';
  made.style.width = Math.min(100, part.took / length * 100) + '%';
  return made;
}

function change(before, after) {
  const delta = after - before;
  return delta === 0 ? duration(after) : `${duration(after)} (${delta > 0 ? '+' : '−'}${duration(Math.abs(delta))})`;
}

function facts(row) {
  const one = row.base ?? row.other;
  const parts = [element('h2', {}, one.name || '(no name)'), element('div', { class: 'soft' }, `${one.service}, ${WORDS[row.kind]}`)];
  const took = [['first', row.base], ['second', row.other]].filter(([, part]) => part).map(([title, part]) => element('tr', {},
    element('th', { scope: 'row' }, title), element('td', {}, duration(part.took)), element('td', {}, part.id)));
  parts.push(element('table', { class: 'two' }, element('tbody', {}, ...took)));
  if (row.changes.length > 0) parts.push(element('h3', {}, 'Differences'), element('table', { class: 'changes' },
    element('thead', {}, element('tr', {}, ...['', 'first', 'second'].map(title => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, ...row.changes.map(([what, before, after]) => element('tr', {}, element('th', { scope: 'row' }, what), cell(what, before), cell(what, after))))));
  return parts;
}

const cell = (what, any) => element('td', {}, any === undefined ? element('span', { class: 'soft' }, 'absent') : what === 'duration' ? duration(any) : String(any));
