// The page: an address names what is shown (#/search?…, #/trace/ID?span=…), and everything follows from the address.
import * as api from './api.js';
import * as controls from './controls.js';
import { showResults } from './results.js';
import { showTrace } from './waterfall.js';
import { readTrace } from './tree.js';
import { isMetrics, showRange, showInstant } from './metrics.js';
import { showExplanation } from './explain.js';
import { showDiff } from './diff.js';
import { remember, historyList } from './history.js';
import { notices } from './notice.js';
import { element } from './text.js';

const view = document.getElementById('view');
const state = document.getElementById('state');
let running = new AbortController();
let nextRefresh = 0;

function go(address) {
  if (location.hash === address) show();
  else location.hash = address;
}

// The address's path and parameters.
function place() {
  const [path, parameters = ''] = location.hash.replace(/^#/, '').split('?');
  return { path, asked: new URLSearchParams(parameters) };
}

async function show() {
  running.abort();
  const mine = running = new AbortController();
  clearTimeout(nextRefresh);
  const { path, asked } = place();
  const started = performance.now();
  if (path.length > 1) state.textContent = 'running…';
  try {
    const summary = await pageOf(path, asked, mine.signal);
    if (mine.signal.aborted) return;
    const millis = `${Math.round(performance.now() - started)} ms`;
    state.textContent = path.length > 1 ? [summary, millis].filter(Boolean).join(', ') : '';
  } catch (problem) {
    if (mine.signal.aborted) return;
    state.textContent = '';
    view.className = '';
    view.replaceChildren(...tabsOf(path, asked), element('p', { class: 'problem', role: 'alert' }, problem.message));
    if (problem.isTenantMissing) controls.askTenant();
  }
  if (path === '/search' && controls.refreshSeconds() > 0) nextRefresh = setTimeout(refresh, controls.refreshSeconds() * 1000);
}

// Asks again unless somebody is busy with what is shown or nobody sees it.
function refresh() {
  if (document.hidden || view.contains(document.activeElement)) nextRefresh = setTimeout(refresh, 1000);
  else show();
}

// Shows what an address names; a word on it for the state line.
function pageOf(path, asked, signal) {
  if (path.startsWith('/trace/')) return openTrace(path.slice('/trace/'.length), asked.get('span'), signal);
  if (path === '/diff') return openDiff(asked.get('base') ?? '', asked.get('compare') ?? '', signal);
  if (path === '/search') return runQuery(asked, signal);
  return welcome();
}

function welcome() {
  document.title = 'Tenuto';
  view.className = '';
  view.replaceChildren(element('p', { class: 'hint' },
    'Write a TraceQL query, or paste a trace ID. Names and values complete as you type: arrows choose, Tab takes.'), ...historyList());
  controls.query.focus();
}

async function runQuery(asked, signal) {
  const q = asked.get('q') ?? '{}', kind = asked.get('view') ?? '';
  controls.showAddress(q, asked);
  document.title = q + ' · Tenuto';
  const { start, end } = controls.secondsOf(asked);
  const tabs = tabsOf('/search', asked);
  remember(q);
  let parts, answer, summary = '';
  if (kind === 'explain') {
    answer = await api.explain(q, start, end, signal);
    parts = showExplanation(answer);
  } else if (isMetrics(q)) {
    answer = kind === 'instant' ? await api.instant(q, start, end, signal) : await api.range(q, start, end, signal);
    parts = kind === 'instant' ? showInstant(answer, q) : showRange(answer, q, zoom);
    summary = `${(answer.series ?? []).length} series`;
  } else {
    answer = await api.search(q, start, end, 100, signal);
    parts = showResults(answer);
    summary = `${(answer.traces ?? []).length} traces`;
  }
  view.className = '';
  view.replaceChildren(...tabs, ...notices(answer), ...parts);
  return summary;
}

// The ways in which one query's answer can be looked at.
function tabsOf(path, asked) {
  if (path !== '/search') return [];
  const kinds = isMetrics(asked.get('q') ?? '') ? [['', 'Over time'], ['instant', 'Whole range'], ['explain', 'Explain']] : [['', 'Traces'], ['explain', 'Explain']];
  const current = asked.get('view') ?? '';
  return [element('nav', { class: 'tabs', 'aria-label': 'Ways to look at the answer' }, ...kinds.map(([kind, title]) => {
    const other = new URLSearchParams(asked);
    if (kind) other.set('view', kind);
    else other.delete('view');
    return element('a', { href: '#/search?' + other, ...(kind === current ? { 'aria-current': 'page' } : {}) }, title);
  }))];
}

function zoom(fromMillis, toMillis) {
  const asked = place().asked;
  asked.delete('range');
  asked.set('start', Math.floor(fromMillis / 1000));
  asked.set('end', Math.ceil(toMillis / 1000));
  go('#/search?' + asked);
}

async function openTrace(id, span, signal) {
  const trace = readTrace(await api.trace(id, signal));
  document.title = `Trace ${id} · Tenuto`;
  showTrace(view, id, trace, span, chosen => history.replaceState(null, '', `#/trace/${id}?span=${chosen}`));
}

async function openDiff(base, compare, signal) {
  const [first, second] = await Promise.all([base, compare].map(id => api.trace(id, signal)));
  document.title = 'Two traces · Tenuto';
  showDiff(view, { id: base, trace: readTrace(first) }, { id: compare, trace: readTrace(second) });
}

controls.start(go, show);
addEventListener('hashchange', show);
show();
