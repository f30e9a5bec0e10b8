// One trace as a waterfall. Only the rows in sight are in the document, whatever the size of the trace.
import { element, duration, colour, moment, copyButton } from './text.js';
import { showDetails } from './details.js';
import { notices } from './notice.js';
import { virtualRows } from './rows.js';

// `onChoose` hears the identifier of each span that is chosen.
export function showTrace(view, id, trace, chosenId, onChoose) {
  const { spans } = trace;
  view.className = '';
  if (spans.length === 0) {
    view.replaceChildren(element('p', { class: 'hint' }, `Trace ${id} is not stored.`));
    return;
  }
  const tall = element('div', { class: 'tall', role: 'none' });
  const rows = element('div', { class: 'rows', tabindex: '0', role: 'tree', 'aria-label': 'Spans of the trace' }, ruler(trace), tall);
  const side = element('aside', { class: 'side', tabindex: '0', 'aria-label': 'Chosen span' });
  const list = rowList(trace, rows, tall, side, onChoose);
  view.className = 'trace';
  view.replaceChildren(summary(id, trace, list), ...notices(trace.notices), element('div', { class: 'pane' }, rows, side));
  list.open(Math.max(0, spans.findIndex(one => one.id === chosenId)));
  rows.focus({ preventScroll: true });
}

function summary(id, trace, list) {
  const { spans, failed } = trace;
  const errors = failed ? element('button', { class: 'quiet error', type: 'button', title: 'Go to the next failed span (key e)',
    onclick: () => list.nextFailed() }, `${failed} failed`) : null;
  const compare = element('input', { class: 'small', name: 'other', 'aria-label': 'ID of the trace to compare with', placeholder: 'compare with trace ID', spellcheck: 'false' });
  const form = element('form', { class: 'inline', onsubmit: event => {
    event.preventDefault();
    const other = compare.value.trim().toLowerCase();
    if (/^[0-9a-f]{1,32}$/.test(other)) location.hash = `#/diff?base=${id}&compare=${other}`;
  } }, compare);
  return element('div', { class: 'summary' },
    element('h1', {}, `${spans[0].service}: ${spans[0].name}`),
    element('div', { class: 'facts' },
      element('code', {}, id), copyButton(id, 'Copy trace ID'),
      element('span', {}, moment(trace.startNanos)), element('span', {}, duration(trace.length)),
      element('span', {}, `${spans.length} spans`), element('span', {}, `${trace.services.length} services`), errors, form));
}

function ruler(trace) {
  const time = element('div', { class: 'time' });
  for (let quarter = 0; quarter <= 4; quarter++) {
    const tick = element('span', { class: 'tick' }, duration(Math.round(trace.length * quarter / 4)));
    tick.style.left = quarter * 25 + '%';
    time.append(tick);
  }
  return element('div', { class: 'ruler', 'aria-hidden': 'true' }, element('div', { class: 'name' }, 'Span'), time);
}

// The rows' state: which subtrees are closed, which span is chosen, which rows are in sight.
function rowList(trace, rows, tall, side, onChoose) {
  const { spans } = trace;
  const closed = new Set();
  let shown = spans.map((_, index) => index);
  let chosen = 0;

  const list = virtualRows(rows, tall, { count: () => shown.length, make: place => {
    const index = shown[place];
    return spanRow(spans[index], { index, trace, isChosen: index === chosen, isClosed: closed.has(index), choose, toggle });
  } });

  function relist() {
    shown = [];
    for (let index = 0; index < spans.length; index += closed.has(index) ? spans[index].size : 1) shown.push(index);
    list.fit();
  }

  function choose(index) {
    chosen = index;
    list.reveal(shown.indexOf(index));
    showDetails(side, spans[index]);
    onChoose(spans[index].id);
    list.paint();
    rows.setAttribute('aria-activedescendant', 'span-' + chosen);
  }

  function toggle(index) {
    if (closed.has(index)) closed.delete(index);
    else if (spans[index].size > 1) closed.add(index);
    if (chosen > index && chosen < index + spans[index].size) chosen = index;
    relist();
    choose(chosen);
  }

  // Shows a span even if it lies in a closed subtree.
  function reveal(index) {
    for (const above of [...closed]) if (above < index && index < above + spans[above].size) closed.delete(above);
    relist();
    choose(index);
  }

  function nextFailed() {
    for (let step = 1; step <= spans.length; step++) {
      const index = (chosen + step) % spans.length;
      if (spans[index].failed) return reveal(index);
    }
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = list.moved(event.key, shown.indexOf(chosen));
    if (place >= 0) choose(shown[place]);
    else if (event.key === 'ArrowRight' && closed.has(chosen)) toggle(chosen);
    else if (event.key === 'ArrowRight' && spans[chosen].size > 1) choose(chosen + 1);
    else if (event.key === 'ArrowLeft' && !closed.has(chosen) && spans[chosen].size > 1) toggle(chosen);
    else if (event.key === 'ArrowLeft') choose(parentOf(spans, chosen));
    else if (event.key === 'Enter' || event.key === ' ') toggle(chosen);
    else if (event.key === 'e') nextFailed();
    else return;
    event.preventDefault();
  }

  rows.addEventListener('keydown', key);
  return { open: index => { relist(); choose(index); }, nextFailed };
}

function parentOf(spans, index) {
  let above = index;
  while (above > 0 && spans[above].depth >= spans[index].depth) above--;
  return above;
}

function spanRow(one, { index, trace, isChosen, isClosed, choose, toggle }) {
  const left = Math.min(100, one.start / trace.length * 100);
  const width = Math.min(100 - left, one.took / trace.length * 100);
  const hasChildren = one.size > 1;
  const twist = element('span', { class: 'twist', 'aria-hidden': 'true' }, hasChildren ? (isClosed ? '▸' : '▾') : '');
  if (hasChildren) twist.addEventListener('click', event => { event.stopPropagation(); toggle(index); });
  const name = element('div', { class: 'name' + (one.failed ? ' error' : ''), title: `${one.service} ${one.name}` }, twist,
    one.failed ? element('span', { 'aria-label': 'failed' }, '⚠ ') : null, element('span', { class: 'soft' }, one.service + ' '), one.name,
    isClosed ? element('span', { class: 'soft' }, ` +${one.size - 1}`) : null);
  name.style.paddingLeft = 4 + Math.min(one.depth, 24) * 12 + 'px';
  const bar = element('div', { class: 'bar' + (one.failed ? ' failed' : '') });
  bar.style.left = left + '%';
  bar.style.width = width + '%';
  bar.style.background = colour(one.service);
  const label = element('div', { class: 'took' }, duration(one.took));
  label.style.left = `calc(${left + width}% + 6px)`;
  const row = element('div', { class: 'span' + (isChosen ? ' chosen' : ''), id: 'span-' + index, role: 'treeitem',
    'aria-level': one.depth + 1, 'aria-selected': isChosen, onclick: () => choose(index) }, name, element('div', { class: 'time' }, bar, label));
  if (hasChildren) row.setAttribute('aria-expanded', !isClosed);
  return row;
}
